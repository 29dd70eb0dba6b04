package co.seam.instantkeys.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;

/**
 * A fresh JVM with one contender. Each input line {@code WORK THREADS MILLIS} states what to call and for how long; the
 * output is one line of {@link CallFigures}, as JSON. It is idle in between, so that several of these JVMs can take
 * turns.
 */
final class CallRun {
    private static final int MAX_CALLS = 20_000;

    private final Map<Work, Client> clients = new EnumMap<>(Work.class);
    private final Map<Integer, Crew> crews = new HashMap<>();

    private CallRun(Contender contender, Address server) {
        OkHttpClient okHttp = Contender.okHttp(server.certificate());
        for (Work work : Work.values()) {
            clients.put(work, contender.client(okHttp, server.origin(), work));
        }
    }

    /** @param args contender, and the {@link Address} of the server */
    public static void main(String[] args) throws Exception {
        CallRun run = new CallRun(Contender.valueOf(args[0]), new Address(args[1], args[2]));
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] request = line.split(" ");
            Crew crew = run.crews.computeIfAbsent(Integer.valueOf(request[1]), Crew::new);
            long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(request[2]));
            System.out.println(crew.measure(run.clients.get(Work.valueOf(request[0])), nanos)
                    .toJson());
        }
        System.exit(0);
    }

    /**
     * Threads that call at the same time. They live as long as the JVM: the usage of an ended thread cannot be read.
     */
    private static final class Crew {
        private final CyclicBarrier barrier;
        private final long[][] nanos;
        private final int[] calls;

        /** Last results, kept so that the compiler does not eliminate reading them. */
        private final Object[] results;

        private volatile Client client;
        private volatile long sliceNanos;

        Crew(int size) {
            barrier = new CyclicBarrier(size + 1);
            nanos = new long[size][MAX_CALLS];
            calls = new int[size];
            results = new Object[size];
            for (int i = 0; i < size; i++) {
                int member = i;
                Thread thread = new Thread(() -> work(member));
                thread.setDaemon(true);
                thread.start();
            }
        }

        CallFigures measure(Client client, long sliceNanos) throws Exception {
            this.client = client;
            this.sliceNanos = sliceNanos;
            barrier.await();
            barrier.await(); // each thread has performed one call that is not measured
            Meter meter = new Meter();
            long start = System.nanoTime();
            barrier.await();
            barrier.await();
            long elapsed = System.nanoTime() - start;
            Meter.Reading used = meter.read();
            int count = Arrays.stream(calls).sum();
            return new CallFigures(
                    count,
                    median(count),
                    (double) used.cpuNanos() / count,
                    (double) used.bytes() / count,
                    (double) used.processCpuNanos() / count,
                    count * 1e9 / elapsed,
                    used.ended());
        }

        private long median(int count) {
            long[] all = new long[count];
            int at = 0;
            for (int i = 0; i < calls.length; i++) {
                System.arraycopy(nanos[i], 0, all, at, calls[i]);
                at += calls[i];
            }
            Arrays.sort(all);
            return all[count / 2];
        }

        private void work(int member) {
            try {
                while (true) {
                    barrier.await();
                    client.call(); // after a pause OkHttp, and the SDK even more, check whether the connection is alive
                    barrier.await();
                    barrier.await();
                    calls[member] = callUntilEnd(client, member);
                    barrier.await();
                }
            } catch (IOException | InterruptedException | BrokenBarrierException | RuntimeException e) {
                e.printStackTrace();
                System.exit(1);
            }
        }

        private int callUntilEnd(Client client, int member) throws IOException {
            int count = 0;
            long start = System.nanoTime();
            long end = start + sliceNanos;
            while (start < end && count < MAX_CALLS) {
                results[member] = client.call();
                long now = System.nanoTime();
                nanos[member][count++] = now - start;
                start = now;
            }
            return count;
        }
    }
}
