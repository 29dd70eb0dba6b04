package co.seam.instantkeys.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The threads and sockets of the JVM before the tests, to compare with those after them. */
final class Baseline {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Threads that OkHttp and okio share between all clients; they end when they are idle. */
    private static final Set<String> SHARED = Set.of("Okio Watchdog", "OkHttp TaskRunner");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Set<Thread> threads = Thread.getAllStackTraces().keySet();
    private final long sockets = sockets();

    /** Waits until everything that was added since is gone; returns what is left after a while. */
    List<String> leftovers() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        List<String> leftovers = now();
        while (!leftovers.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
            leftovers = now();
        }
        return leftovers;
    }

    private List<String> now() {
        List<String> left = new ArrayList<>(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !threads.contains(thread) && !isShared(thread))
                .map(thread -> "thread " + thread.getName() + " at " + Arrays.toString(thread.getStackTrace()))
                .collect(Collectors.toList()));
        long more = sockets() - sockets;
        if (more > 0) {
            left.add(more + " sockets");
        }
        return left;
    }

    /** With OkHttp 5, a thread that waits for its next task still has the name of the last one. */
    private static boolean isShared(Thread thread) {
        return SHARED.contains(thread.getName())
                || Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals("okhttp3.internal.concurrent.TaskRunner")
                                && frame.getMethodName().equals("awaitTaskToRun"));
    }

    /** Returns the number of open sockets; 0 where the system does not list them. */
    private static long sockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.filter(Baseline::isSocket).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed in the meantime
        }
    }
}
