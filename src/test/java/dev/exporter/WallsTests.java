package dev.exporter;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

/**
 * The walls between the rooms, and the fences around the libraries. A room is a package below {@code dev.exporter};
 * its sub-packages belong to it. Where a rule fails, the code moves, not the wall.
 */
@AnalyzeClasses(packages = "dev.exporter", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTests {
    private static final String ROOT = "dev.exporter.";
    /** What only starts the executable jar; it is in its manifest, not in our use of Spring. */
    private static final String BOOT_LOADER = "org.springframework.boot.loader..";

    /** Also fails where a package is no room of this table. */
    @ArchTest
    static final ArchRule aRoomUsesOnlyTheRoomsThatItMay = new Rooms()
            .room("fault")
            .room("plan")
            .room("natives")
            .room("threads")
            .room("sqlite")
            .room("source", "plan", "sqlite", "threads")
            .room("start", "natives")
            .room("transform", "plan")
            .room("staging", "fault", "plan", "transform")
            .room("warehouse", "fault", "plan", "staging")
            .room("query", "plan", "transform", "warehouse")
            .room("demo", "plan", "threads")
            .room("run", "fault", "plan", "threads", "source", "transform", "staging", "warehouse")
            .room("upkeep", "plan", "warehouse", "run")
            .room("verify", "plan", "source", "transform", "warehouse")
            .room("operations", "plan", "run", "query", "upkeep", "verify", "demo")
            .room("web", "plan", "operations")
            .room("api", "plan", "operations", "web")
            .room("dashboard", "plan", "operations", "web")
            .room("cli", "plan", "operations", "natives", "web", "api", "dashboard")
            .rule();

    @ArchTest
    static final ArchRule noPackagesUseEachOtherInACircle =
            slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatMakesTablesOfFilesIsTheWarehousesOwn = noClasses()
            .that(are(not(resideInAnyPackage(rooms("warehouse")))))
            .should()
            .dependOnClassesThat(are(resideInAnyPackage(rooms("warehouse.iceberg"))))
            .because("other rooms have the door, and what tables and manifests are said to hold");

    @ArchTest
    static final ArchRule theOptionsOfTheCommandLineKnowOnlyTheVocabulary = knowsOnly("cli.options", "plan");

    @ArchTest
    static final ArchRule theProgressDisplayKnowsOnlyTheVocabulary = knowsOnly("cli.progress", "plan");

    @ArchTest
    static final ArchRule springStaysInTheJobAndTheServer = noClasses()
            .that(are(not(resideInAnyPackage(rooms("run", "operations", "web", "api", "dashboard")))))
            .should()
            .dependOnClassesThat(
                    are(resideInAnyPackage("org.springframework..")).and(not(resideInAnyPackage(BOOT_LOADER))))
            .because("command-line refusals and the other rooms' tests must not load it");

    @ArchTest
    static final ArchRule springBatchStaysInTheJob = fence("run", "operations").around("org.springframework.batch..");

    @ArchTest
    static final ArchRule theWebStaysInItsRooms = fence("web", "api", "dashboard")
            .around(
                    "org.springframework.web..",
                    "org.springframework.security..",
                    "org.springframework.boot.web..",
                    "org.springframework.boot.tomcat..",
                    "org.apache.catalina..",
                    "org.thymeleaf..",
                    "jakarta.servlet..");

    @ArchTest
    static final ArchRule keysKnowNothingOfTheWeb = knowsOnly("web.keys", "plan");

    @ArchTest
    static final ArchRule theJarsLoaderStaysInNatives = fence("natives").around(BOOT_LOADER);

    @ArchTest
    static final ArchRule sqlConnectionsStayInTheRoomsOfDatabases = fence(
                    "source", "transform", "query", "verify", "run", "operations", "demo")
            .around("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule icebergAndItsFilesStayInWarehouse =
            fence("warehouse").around("org.apache.iceberg..", "org.apache.avro..");

    @ArchTest
    static final ArchRule parquetStaysInTheRoomsOfDataFiles =
            fence("staging.parquet", "warehouse").around("org.apache.parquet..");

    @ArchTest
    static final ArchRule arrowStaysOnTheWayFromSourceToTransform =
            fence("source", "transform", "run").around("org.apache.arrow..");

    @ArchTest
    static final ArchRule duckDbStaysInTransform = fence("transform").around("org.duckdb..");

    @ArchTest
    static final ArchRule theHashOfRowsStaysWhereItIsComputed =
            fence("transform", "verify.row", "verify.compare", "verify.origin").around("com.dynatrace.hash4j..");

    @ArchTest
    static final ArchRule sqliteStaysInSource = fence("source").around("org.sqlite..");

    @ArchTest
    static final ArchRule h2StaysInTheJobRepository = fence("run.repository").around("org.h2..");

    @ArchTest
    static final ArchRule httpClientsStayInNotices = fence("cli.notify").around("java.net.http..");

    @ArchTest
    static final ArchRule theConnectionPoolStaysInRun = fence("run").around("com.zaxxer.hikari..");

    @ArchTest
    static final ArchRule signalsStayInRun = fence("run").around("sun.misc..");

    @ArchTest
    static final ArchRule picocliStaysInTheCommandLine = fence("cli").around("picocli..");

    @ArchTest
    static final ArchRule yamlStaysInThePlan = fence("plan").around("org.yaml..");

    @ArchTest
    static final ArchRule nobodyUsesHadoop =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.hadoop..");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                    }
                }
            });

    private static ArchRule knowsOnly(String part, String... rooms) {
        return noClasses()
                .that()
                .resideInAPackage(ROOT + part + "..")
                .should()
                .dependOnClassesThat(are(resideInAnyPackage("dev.exporter.."))
                        .and(not(resideInAnyPackage(rooms(rooms))))
                        .and(not(resideInAnyPackage(rooms(part)))));
    }

    private static Fence fence(String... rooms) {
        return new Fence(are(not(resideInAnyPackage(rooms(rooms)))));
    }

    private static String[] rooms(String... names) {
        return Arrays.stream(names).map(name -> ROOT + name + "..").toArray(String[]::new);
    }

    /** Keeps libraries from all classes that are outside of their rooms. */
    private record Fence(DescribedPredicate<JavaClass> outside) {
        ArchRule around(String... packages) {
            return noClasses().that(outside).should().dependOnClassesThat().resideInAnyPackage(packages);
        }
    }

    /** Collects the table of rooms. */
    private static final class Rooms {
        private LayeredArchitecture rule = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .ensureAllClassesAreContainedInArchitecture();

        Rooms room(String name, String... mayUse) {
            rule = rule.layer(name).definedBy(rooms(name));
            rule = mayUse.length == 0
                    ? rule.whereLayer(name).mayNotAccessAnyLayer()
                    : rule.whereLayer(name).mayOnlyAccessLayers(mayUse);
            return this;
        }

        ArchRule rule() {
            return rule;
        }
    }
}
