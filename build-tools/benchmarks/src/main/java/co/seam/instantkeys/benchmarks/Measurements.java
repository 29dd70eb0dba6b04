package co.seam.instantkeys.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** All measurements, and ratios between them. */
final class Measurements {
    /** Load of the machine before the measurements: other processes cause noise. */
    final double loadAverage = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

    final Set<Group> groups;

    HeapRun.Figures heap;

    private final Map<Call, List<CallFigures>> calls = new LinkedHashMap<>();
    private final Map<ColdStart, List<ColdRun.Figures>> coldStarts = new LinkedHashMap<>();
    private final Map<Codec, List<CodecFigures>> codecs = new LinkedHashMap<>();
    private final List<ScaleRun.Figures> longLists = new ArrayList<>();
    private final Map<String, Long> jars = new LinkedHashMap<>();
    private final List<WebhookRun.Figures> webhooks = new ArrayList<>();
    private final Map<Contender, StayRun.Figures> stays = new EnumMap<>(Contender.class);
    private final Map<Bulk, BulkRun.Figures> bulks = new EnumMap<>(Bulk.class);

    /** @param groups what is measured */
    Measurements(Set<Group> groups) {
        this.groups = groups;
    }

    private record Call(Contender contender, Work work, Wire wire, int threads) {}

    private record ColdStart(Contender contender, Wire wire) {}

    private record Codec(String method, Work work) {}

    record CodecFigures(double cpuNanos, double bytes) {}

    void add(Contender contender, Work work, Wire wire, int threads, CallFigures figures) {
        calls.computeIfAbsent(new Call(contender, work, wire, threads), key -> new ArrayList<>())
                .add(figures);
    }

    void add(Contender contender, StayRun.Figures figures) {
        stays.put(contender, figures);
    }

    void add(Contender contender, Wire wire, ColdRun.Figures figures) {
        coldStarts
                .computeIfAbsent(new ColdStart(contender, wire), key -> new ArrayList<>())
                .add(figures);
    }

    void add(ScaleRun.Figures figures) {
        longLists.add(figures);
    }

    void add(WebhookRun.Figures figures) {
        webhooks.add(figures);
    }

    void add(Bulk bulk, BulkRun.Figures figures) {
        bulks.put(bulk, figures);
    }

    void addCodec(String method, Work work, double cpuNanos, double bytes) {
        codecs.computeIfAbsent(new Codec(method, work), key -> new ArrayList<>())
                .add(new CodecFigures(cpuNanos, bytes));
    }

    void addJar(Path jar) throws IOException {
        jars.put(jar.getFileName().toString(), Files.size(jar));
    }

    /** Returns the median of a figure of a call. */
    double call(Contender contender, Work work, Wire wire, int threads, ToDoubleFunction<CallFigures> figure) {
        return median(calls.get(new Call(contender, work, wire, threads)), figure);
    }

    /** Returns the median, over the turns, of the ratio to the floor in the same turn. */
    double callRatio(Contender contender, Work work, Wire wire, int threads, ToDoubleFunction<CallFigures> figure) {
        return ratio(
                calls.get(new Call(contender, work, wire, threads)),
                calls.get(new Call(Contender.OKHTTP, work, wire, threads)),
                figure);
    }

    /** Number of threads that ended during a measurement. If there are any, CPU time and bytes are too low. */
    long endedThreads() {
        return calls.values().stream()
                .flatMap(List::stream)
                .mapToLong(CallFigures::ended)
                .sum();
    }

    int coldStarts() {
        return coldStarts.get(new ColdStart(Contender.OKHTTP, Wire.PLAIN)).size();
    }

    double coldStart(Contender contender, Wire wire, ToDoubleFunction<ColdRun.Figures> figure) {
        return median(coldStarts.get(new ColdStart(contender, wire)), figure);
    }

    double coldStartRatio(Contender contender, Wire wire, ToDoubleFunction<ColdRun.Figures> figure) {
        return ratio(
                coldStarts.get(new ColdStart(contender, wire)),
                coldStarts.get(new ColdStart(Contender.OKHTTP, wire)),
                figure);
    }

    double codec(String method, Work work, ToDoubleFunction<CodecFigures> figure) {
        return median(codecs.get(new Codec(method, work)), figure);
    }

    double codecRatio(String method, String floor, Work work) {
        return ratio(codecs.get(new Codec(method, work)), codecs.get(new Codec(floor, work)), CodecFigures::cpuNanos);
    }

    double longList(String list, int size, ToDoubleFunction<ScaleRun.Figures> figure) {
        return median(
                longLists.stream()
                        .filter(figures -> figures.list().equals(list) && figures.size() == size)
                        .collect(Collectors.toList()),
                figure);
    }

    /** Returns by how much an item costs more at the most expensive size than at the cheapest: 0.15 for 15 %. */
    double slope(String list, ToDoubleFunction<ScaleRun.Figures> figure) {
        DoubleSummaryStatistics items = Arrays.stream(ScaleRun.SIZES)
                .mapToDouble(size -> longList(list, size, figure))
                .summaryStatistics();
        return items.getMax() / items.getMin() - 1;
    }

    /** Returns by how much an item costs more in the longest list than in the shortest; negative if it costs less. */
    double growth(String list, ToDoubleFunction<ScaleRun.Figures> figure) {
        int longest = ScaleRun.SIZES[ScaleRun.SIZES.length - 1];
        return longList(list, longest, figure) / longList(list, ScaleRun.SIZES[0], figure) - 1;
    }

    StayRun.Figures stay(Contender contender) {
        return stays.get(contender);
    }

    BulkRun.Figures bulk(Bulk bulk) {
        return bulks.get(bulk);
    }

    double webhook(ToDoubleFunction<WebhookRun.Figures> figure) {
        return median(webhooks, figure);
    }

    /** Returns the size of the jars that a user of the SDK gets, by the start of their names. */
    long jarBytes(String prefix) {
        return jars.entrySet().stream()
                .filter(jar -> jar.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static <T> double ratio(List<T> some, List<T> floor, ToDoubleFunction<T> figure) {
        return median(IntStream.range(0, floor.size())
                .mapToDouble(i -> figure.applyAsDouble(some.get(i)) / figure.applyAsDouble(floor.get(i))));
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        return median(all.stream().mapToDouble(figure));
    }

    private static double median(DoubleStream all) {
        double[] sorted = all.sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
