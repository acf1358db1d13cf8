package dev.exporter.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A Markdown file that has a part for each job repository, between marks; the rest of it is written by hand. */
record ReportPage(Path file) {
    /** Puts a result between its marks, or at the end of the page where there are none. */
    void replace(String repository, int kills, String text) throws IOException, InterruptedException {
        String begin = "<!-- faults/run " + repository + ": begin -->";
        String end = "<!-- faults/run " + repository + ": end -->";
        String part = begin + "\n### " + repository + "\n\n" + text + "\n\nBy `faults/run " + kills + " --repository "
                + repository + "` on " + LocalDate.now(ZoneOffset.UTC) + ", commit " + commit() + ".\n" + end;
        String old = Files.readString(file);
        int from = old.indexOf(begin);
        int to = old.indexOf(end);
        String page = from < 0 || to < from
                ? old.stripTrailing() + "\n\n" + part + "\n"
                : old.substring(0, from) + part + old.substring(to + end.length());
        Files.writeString(file, page);
    }

    private static String commit() throws IOException, InterruptedException {
        String changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs");
        return git("rev-parse", "--short=12", "HEAD") + (changed.isEmpty() ? "" : " with changes");
    }

    private static String git(String... words) throws IOException, InterruptedException {
        String[] command = new String[words.length + 1];
        command[0] = "git";
        System.arraycopy(words, 0, command, 1, words.length);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return said;
    }
}
