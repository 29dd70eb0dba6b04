package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spring.started.StartedApplication;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the starter adds to the start of a web application: processor time and classes, with the starter, with the SDK
 * alone, whose Gson makes Spring Boot create another bean, and without both, in fresh JVMs that take turns. Processor
 * time and not wall time, because a busy machine changes it less; even so it varies by a tenth from JVM to JVM, so that
 * only medians of many mean something ({@code -Dseam.start.runs=30}), and nothing is asserted of it. The result is in
 * {@code target/start-cost.md}.
 */
@Tag("slow")
class StartCostIT {
    private static final int RUNS = Integer.getInteger("seam.start.runs", 5);

    /** Of the tests of this module, and not of an application. */
    private static final List<String> TESTS = Stream.of(
                    "junit opentest4j apiguardian assertj mockito byte-buddy objenesis hamcrest awaitility jsonassert"
                            + " json-path json-smart accessors-smart asm android-json xmlunit spring-test"
                            + " spring-boot-test spring-boot-starter-test spring-boot-health seam-instant-keys-wiremock"
                            + " wiremock okhttp-tls bcp bcutil",
                    "spring-boot-starter-actuator spring-boot-actuator micrometer-core micrometer-jakarta9")
            .flatMap(names -> Stream.of(names.split(" ")))
            .toList();

    /** What an application gets with the starter. */
    private static final List<String> STARTER = List.of(
            "seam-instant-keys", "retrofit", "okhttp", "okio", "kotlin-stdlib", "gson", "jspecify", "annotations-");

    private static final List<String> STARTER_ALONE =
            List.of("seam-instant-keys-starter", "seam-instant-keys-spring-boot-starter");

    @Test
    void start_withAndWithoutTheStarter_isMeasured() throws Exception {
        List<String> application = Stream.of(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> isNone(entry, TESTS))
                .toList();
        List<String> sdk = application.stream()
                .filter(entry -> isNone(entry, STARTER_ALONE))
                .toList();
        List<String> without =
                application.stream().filter(entry -> isNone(entry, STARTER)).toList();
        assertThat(without).hasSizeLessThan(sdk.size());
        assertThat(sdk).hasSizeLessThan(application.size());
        Map<String, List<long[]>> figures = new LinkedHashMap<>();

        for (int run = 0; run < RUNS; run++) {
            add(figures, "with the starter", application);
            add(figures, "with the SDK, without the starter", sdk);
            add(figures, "without both", without);
        }

        List<long[]> with = figures.get("with the starter");
        StringBuilder report = new StringBuilder(String.format(
                "Start of a web application, CPU time of the process, %d JVMs each, in turns%n%n"
                        + "| | median | classes | starter: ratio | difference of the pairs: quartiles |%n"
                        + "|---|---|---|---|---|%n",
                RUNS));
        figures.forEach((name, own) -> report.append(String.format(
                "| %s | %.0f ms | %.0f | %.3f | %s ms |%n",
                name, median(own, 0) / 1e6, median(own, 1), median(with, 0) / median(own, 0), differences(with, own))));
        System.out.println(report);
        Files.writeString(Path.of("target", "start-cost.md"), report);
    }

    private static void add(Map<String, List<long[]>> figures, String name, List<String> classPath) throws Exception {
        figures.computeIfAbsent(name, any -> new ArrayList<>()).add(start(classPath));
    }

    private static String differences(List<long[]> with, List<long[]> other) {
        double[] differences = new double[with.size()];
        for (int run = 0; run < differences.length; run++) {
            differences[run] = (with.get(run)[0] - other.get(run)[0]) / 1e6;
        }
        Arrays.sort(differences);
        return String.format(
                "%.0f, %.0f, %.0f",
                differences[differences.length / 4],
                differences[differences.length / 2],
                differences[differences.length * 3 / 4]);
    }

    /** Returns nanoseconds and classes. */
    private static long[] start(List<String> classPath) throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath.stream().collect(Collectors.joining(File.pathSeparator)),
                        StartedApplication.class.getName(),
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--seam.api-key=seam_test")
                .redirectErrorStream(true)
                .start();
        java.getOutputStream().close();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String line = output.lines()
                .filter(text -> text.startsWith(StartedApplication.STARTED))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
        return Stream.of(line.substring(StartedApplication.STARTED.length()).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static boolean isNone(String entry, List<String> names) {
        Path path = Path.of(entry);
        String name = path.getFileName().toString();
        if (path.endsWith(Path.of("target", "classes"))) { // of a module of this build, without a jar
            name = "seam-instant-keys-" + path.getParent().getParent().getFileName();
        }
        return names.stream().noneMatch(name::startsWith);
    }

    private static double median(List<long[]> figures, int index) {
        double[] sorted =
                figures.stream().mapToDouble(figure -> figure[index]).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
