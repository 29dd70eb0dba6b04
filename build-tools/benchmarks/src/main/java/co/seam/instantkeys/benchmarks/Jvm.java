package co.seam.instantkeys.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A fresh JVM with line-based input and output. Its error output goes to ours. */
final class Jvm implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader output;
    private final PrintStream input;

    private Jvm(String name, Process process) {
        this.name = name;
        this.process = process;
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Returns the command prefix that runs several JVMs on the same processor, or an empty list if this system has
     * none. Without it, most of the cost of a call on loopback is waking threads on other processors, which varies
     * between runs.
     */
    static List<String> onOneProcessor() {
        List<String> command = List.of("taskset", "-c", "0");
        try {
            Process attempt = new ProcessBuilder("taskset", "-c", "0", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return attempt.waitFor() == 0 ? command : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** @param prefix start of the command, such as {@link #onOneProcessor()} */
    static Jvm start(List<String> prefix, String classPath, List<String> options, Class<?> main, Object... args) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-classpath");
        command.add(classPath);
        command.add(main.getName());
        for (Object arg : args) {
            command.add(arg.toString());
        }
        try {
            return new Jvm(
                    main.getSimpleName(),
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String request(String line) {
        input.println(line);
        return readLine();
    }

    String readLine() {
        String line = readLineOrEnd();
        if (line == null) {
            throw new IllegalStateException(name + " ended too early; its error output is above");
        }
        return line;
    }

    /** Reads its output until it exits. */
    List<String> readAll() {
        List<String> lines = new ArrayList<>();
        for (String line = readLineOrEnd(); line != null; line = readLineOrEnd()) {
            lines.add(line);
        }
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(name + " ended with code " + code + "; its error output is above");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        return lines;
    }

    private String readLineOrEnd() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes its input, which makes it exit, or else terminates it. */
    @Override
    public void close() {
        input.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
