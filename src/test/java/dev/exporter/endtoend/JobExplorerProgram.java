package dev.exporter.endtoend;

import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A plain program of Spring Batch, which knows nothing of exporter: lists what a job repository holds. */
final class JobExplorerProgram {
    private JobExplorerProgram() {}

    public static void main(String[] urlAndUser) throws Exception {
        DriverManagerDataSource dataSource = new DriverManagerDataSource(urlAndUser[0], urlAndUser[1], "");
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(dataSource);
        factory.setTransactionManager(new JdbcTransactionManager(dataSource));
        factory.afterPropertiesSet();
        JobRepository explorer = factory.getObject(); // which extends JobExplorer
        for (String name : explorer.getJobNames()) {
            for (JobInstance instance : explorer.getJobInstances(name, 0, 10)) {
                System.out.println("instance " + name + " " + instance.getInstanceId());
                for (JobExecution execution : explorer.getJobExecutions(instance)) {
                    System.out.println("execution " + execution.getId() + " " + execution.getStatus() + " "
                            + execution.getJobParameters().getString("run") + " "
                            + execution.getExecutionContext().containsKey("planSha256"));
                    for (StepExecution step : execution.getStepExecutions()) {
                        System.out.println("step " + step.getStepName() + " " + step.getStatus() + " "
                                + step.getExecutionContext().getLong("rows", -1));
                    }
                }
            }
            System.out.println(
                    "running " + explorer.findRunningJobExecutions(name).size());
        }
    }
}
