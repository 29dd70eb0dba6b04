package co.seam.instantkeys.benchmarks;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A fresh JVM in which the SDK reads lists of growing size. Prints one {@link Figures} per line, as JSON. */
final class ScaleRun {
    static final List<String> LISTS = List.of("keys", "pages");
    static final int[] SIZES = {1_000, 10_000, 100_000};

    /** Items to read for each size, the same for all, so that each measurement takes about as long. */
    private static final int ITEMS = 100_000;

    private static final int WARM_UPS = 5;
    private static final int REPEATS = 3;

    /** Runs the work, since the meter ignores the thread that reads it. */
    private final ExecutorService worker = Executors.newSingleThreadExecutor();

    private final String origin;

    private ScaleRun(String origin) {
        this.origin = origin;
    }

    /**
     * Costs of one item.
     *
     * @param list {@code keys}, in one response, or {@code pages} of grants
     */
    record Figures(String list, int size, double cpuNanos, double wallNanos, double bytes) {}

    /** @param args origin of the server */
    public static void main(String[] args) throws Exception {
        ScaleRun run = new ScaleRun(args[0]);
        for (String list : LISTS) {
            for (int i = 0; i < WARM_UPS; i++) {
                run.measure(list, ITEMS / 10);
            }
            for (int i = 0; i < REPEATS; i++) {
                for (int size : SIZES) {
                    System.out.println(run.measure(list, size));
                }
            }
        }
        System.exit(0);
    }

    /** @return {@link Figures} as JSON */
    private String measure(String list, int size) throws Exception {
        String endpoint = origin + "/" + list + "-" + size;
        try (Seam seam =
                Seam.builder().apiKey(Contender.API_KEY).endpoint(endpoint).build()) {
            Runnable reading = () -> read(seam, list, size);
            worker.submit(reading).get(); // connects, and makes the server prepare the response
            Meter meter = new Meter();
            long start = System.nanoTime();
            for (int items = 0; items < ITEMS; items += size) {
                worker.submit(reading).get();
            }
            double nanos = System.nanoTime() - start;
            Meter.Reading used = meter.read();
            return String.format(
                    Locale.ROOT,
                    "{\"list\":\"%s\",\"size\":%d,\"cpuNanos\":%.1f,\"wallNanos\":%.1f,\"bytes\":%.1f}",
                    list,
                    size,
                    (double) used.cpuNanos() / ITEMS,
                    nanos / ITEMS,
                    (double) used.bytes() / ITEMS);
        }
    }

    private static void read(Seam seam, String list, int size) {
        long read = list.equals("keys")
                ? seam.instantKeys()
                        .list(ListInstantKeysRequest.builder().build())
                        .size()
                : seam.accessGrants().list(ListAccessGrantsRequest.builder().build()).stream()
                        .filter(grant -> !grant.getAccessGrantId().isEmpty())
                        .count();
        if (read != size) {
            throw new IllegalStateException(read + " of " + size + " items were read");
        }
    }
}
