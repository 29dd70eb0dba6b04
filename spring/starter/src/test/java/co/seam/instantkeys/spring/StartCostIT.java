package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the starter adds to the start of a web application: processor time and classes, with the starter and its jars
 * and without them, in fresh JVMs that take turns. Processor time and not wall time, because a busy machine changes it
 * less; even so it varies by a tenth from JVM to JVM, so that only medians of many mean something, and nothing is
 * asserted of it. The result is in {@code target/start-cost.md}.
 */
@Tag("slow")
class StartCostIT {
    private static final int RUNS = Integer.getInteger("seam.start.runs", 15);

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

    @Test
    void start_withAndWithoutTheStarter_isMeasured() throws Exception {
        List<String> application = Stream.of(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> isNone(entry, TESTS))
                .toList();
        List<String> without =
                application.stream().filter(entry -> isNone(entry, STARTER)).toList();
        List<long[]> figuresWith = new ArrayList<>();
        List<long[]> figuresWithout = new ArrayList<>();

        for (int run = 0; run < RUNS; run++) {
            figuresWith.add(start(application));
            figuresWithout.add(start(without));
        }

        double with = median(figuresWith, 0);
        double bare = median(figuresWithout, 0);
        double[] differences = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            differences[run] = figuresWith.get(run)[0] - figuresWithout.get(run)[0];
        }
        Arrays.sort(differences);
        String report = String.format(
                "Start of a web application, CPU time of the process, %d JVMs each, in turns%n%n"
                        + "| | median | classes |%n|---|---|---|%n| with the starter | %.0f ms | %.0f |%n"
                        + "| without | %.0f ms | %.0f |%n%n"
                        + "ratio %.3f; difference of the medians %.0f ms, of the pairs: quartiles %.0f, %.0f, %.0f ms%n",
                RUNS,
                with / 1e6,
                median(figuresWith, 1),
                bare / 1e6,
                median(figuresWithout, 1),
                with / bare,
                (with - bare) / 1e6,
                differences[RUNS / 4] / 1e6,
                differences[RUNS / 2] / 1e6,
                differences[RUNS * 3 / 4] / 1e6);
        System.out.println(report);
        Files.writeString(Path.of("target", "start-cost.md"), report);

        assertThat(without).hasSizeLessThan(application.size());
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
