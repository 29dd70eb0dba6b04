package co.seam.instantkeys.benchmarks;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The measurements as tables, in text and in JSON. */
final class Report {
    private static final ToDoubleFunction<CallFigures> WALL = CallFigures::wallNanos;
    private static final ToDoubleFunction<CallFigures> CPU = CallFigures::cpuNanos;
    private static final ToDoubleFunction<CallFigures> BYTES = CallFigures::bytes;
    private static final ToDoubleFunction<CallFigures> RATE = CallFigures::callsPerSecond;

    private static final List<Contender> PEERS = List.of(Contender.GSON, Contender.JACKSON, Contender.RETROFIT);

    private final Measurements all;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final List<Calls> callRows = new ArrayList<>();

    Report(Measurements all) {
        this.all = all;
        machine();
        targets();
        section(Group.CALLS, () -> {
            for (Work work : Work.values()) {
                calls(work, Wire.PLAIN, 1);
            }
        });
        section(Group.TLS, () -> {
            for (Wire wire : Benchmarks.TLS_WIRES) {
                Benchmarks.USUAL_WORK.forEach(work -> calls(work, wire, 1));
            }
        });
        section(Group.THREADS, () -> {
            for (int threads : Benchmarks.THREADS) {
                Benchmarks.USUAL_WORK.forEach(work -> calls(work, Wire.PLAIN, threads));
            }
        });
        json.put("calls", callRows);
        section(Group.CODECS, this::codecs);
        section(Group.COLD, this::coldStarts);
        section(Group.LISTS, this::longLists);
        section(Group.STAY, this::stays);
        section(Group.BULK, this::bulks);
        section(Group.WEBHOOK, this::webhook);
        notes();
    }

    void write(Path target) throws IOException {
        System.out.print("\n" + text);
        Files.writeString(target.resolve("benchmarks.txt"), text);
        String pretty = new GsonBuilder().setPrettyPrinting().create().toJson(json);
        Files.writeString(target.resolve("benchmarks.json"), pretty + "\n");
        if (all.groups.containsAll(Set.of(Group.CALLS, Group.COLD))) {
            Files.writeString(target.resolve("benchmarks.svg"), new Chart(all).svg());
        }
    }

    private void section(Group group, Runnable lines) {
        if (all.groups.contains(group)) {
            lines.run();
        }
    }

    private void machine() {
        String jdk = System.getProperty("java.vm.name") + " " + System.getProperty("java.version");
        int processors = Runtime.getRuntime().availableProcessors();
        json.put("jdk", jdk);
        json.put("processors", processors);
        json.put("loadAverage", all.loadAverage);
        line("%s, %d processors, load average %.1f at the start", jdk, processors, all.loadAverage);
    }

    /** A limit that the SDK sets itself, and whether it is met. */
    private record Target(String what, String limit, double measured, boolean pass) {}

    private void targets() {
        List<Target> rows = new ArrayList<>();
        section(Group.CALLS, () -> {
            rows.add(atMost(1.10, "one generate: CPU, x floor", ratio(Work.GENERATE, Wire.PLAIN, 1, CPU)));
            rows.add(atMost(1.9, "one generate: bytes, x floor", ratio(Work.GENERATE, Wire.PLAIN, 1, BYTES)));
            rows.add(atMost(5.0, "100 grants: CPU, x floor", ratio(Work.GRANTS_100, Wire.PLAIN, 1, CPU)));
            rows.add(atMost(80, "100 grants: bytes, x floor", ratio(Work.GRANTS_100, Wire.PLAIN, 1, BYTES)));
            rows.add(atMost(2.6, "list of 100 keys: CPU, x floor", ratio(Work.KEYS_100, Wire.PLAIN, 1, CPU)));
            rows.add(atMost(13, "list of 100 keys: bytes, x floor", ratio(Work.KEYS_100, Wire.PLAIN, 1, BYTES)));
        });
        section(Group.TLS, () -> {
            for (Wire wire : Benchmarks.TLS_WIRES) {
                rows.add(noWorse("one generate, " + wire.title + ": CPU, x best peer", wire, 1, CPU));
                rows.add(noWorse("one generate, " + wire.title + ": bytes, x best peer", wire, 1, BYTES));
            }
        });
        section(Group.THREADS, () -> {
            for (int threads : Benchmarks.THREADS) {
                rows.add(noWorse(threads + " threads, one generate: CPU, x best peer", Wire.PLAIN, threads, CPU));
            }
        });
        section(Group.CODECS, () -> {
            rows.add(atMost(
                    1.0,
                    "writing a grant request: CPU, x Gson",
                    all.codecRatio("seamWrite", "gsonWrite", Work.CREATE_GRANT)));
            rows.add(atMost(
                    2.0,
                    "codec alone, 10,000 keys: CPU, x JsonReader.skipValue",
                    all.codecRatio("seam", "skip", Work.KEYS_10000)));
        });
        section(
                Group.COLD,
                () -> rows.add(atMost(
                        1.08,
                        "first call of a fresh JVM, TLS, x floor",
                        all.coldStartRatio(Contender.SEAM, Wire.TLS_HTTP_2, ColdRun.Figures::nanos))));
        section(Group.STAY, () -> {
            StayRun.Figures stay = all.stay(Contender.SEAM);
            rows.add(atMost(
                    2,
                    "one stay, new guest with a key: round trips",
                    stay.roundTrips(Benchmarks.STAY_LATENCY_MILLIS * 1e6)));
            rows.add(atMost(3, "one stay, new guest with a key: requests", stay.requests()));
        });
        rows.add(atMost(480, "jars of the SDK, kB", all.jarBytes("seam-instant-keys-") / 1e3));
        rows.add(atMost(4.0, "runtime closure, MB", all.jarBytes("") / 1e6));
        section(Group.LISTS, () -> listTargets(rows));
        section(Group.BULK, () -> {
            // not with 429s, whose second of waiting no ideal has
            for (Bulk bulk : List.of(Bulk.NEW_GUESTS, Bulk.KEYED_GUESTS)) {
                rows.add(atLeast(0.9, "issueAll, " + bulk.title + ": share of the ideal rate", shareOfIdeal(bulk)));
            }
        });
        section(
                Group.WEBHOOK,
                () -> rows.add(atMost(
                        1.3,
                        "verifying a webhook of 2 kB: CPU, x a bare HMAC",
                        all.webhook(WebhookRun.Figures::ratio))));
        json.put("reach", rows);
        line("");
        line("%-58s %8s %9s", "Target", "limit", "measured");
        for (Target row : rows) {
            line("%-58s %8s %9.2f  %s", row.what, row.limit, row.measured, row.pass ? "pass" : "MISS");
        }
    }

    private void listTargets(List<Target> rows) {
        rows.add(atMost(
                1.01,
                "retained heap of 10,000 keys, x their strings and objects",
                (double) all.heap.retained() / all.heap.objects()));
        rows.add(atMost(
                0.15, "bytes an item, 1,000 to 100,000 keys: spread", all.slope("keys", ScaleRun.Figures::bytes)));
        rows.add(atMost(
                0.15,
                "bytes an item, 1,000 to 100,000 grants in pages: spread",
                all.slope("pages", ScaleRun.Figures::bytes)));
        rows.add(atMost(
                0.15, "CPU an item, 1,000 to 100,000 keys: growth", all.growth("keys", ScaleRun.Figures::cpuNanos)));
        rows.add(atMost(
                0.15,
                "CPU an item, 1,000 to 100,000 grants in pages: growth",
                all.growth("pages", ScaleRun.Figures::cpuNanos)));
    }

    private static Target atLeast(double limit, String what, double measured) {
        return new Target(what, ">= " + limit, measured, measured >= limit);
    }

    private static Target atMost(double limit, String what, double measured) {
        return new Target(
                what, "<= " + (limit == (int) limit ? "" + (int) limit : "" + limit), measured, measured <= limit);
    }

    /** A limit of 1 on the ratio to the peer that needs the least. */
    private Target noWorse(String what, Wire wire, int threads, ToDoubleFunction<CallFigures> figure) {
        double best = PEERS.stream()
                .mapToDouble(peer -> all.callRatio(peer, Work.GENERATE, wire, threads, figure))
                .min()
                .orElseThrow();
        return atMost(1, what, ratio(Work.GENERATE, wire, threads, figure) / best);
    }

    private double ratio(Work work, Wire wire, int threads, ToDoubleFunction<CallFigures> figure) {
        return all.callRatio(Contender.SEAM, work, wire, threads, figure);
    }

    /** Ratios to the floor, followed by the absolute figures. */
    private record Calls(
            Work work,
            Wire wire,
            int threads,
            Contender contender,
            double wall,
            double cpu,
            double bytes,
            double rate,
            double wallMicros,
            double cpuMicros,
            double kilobytes,
            double callsPerSecond) {}

    private void calls(Work work, Wire wire, int threads) {
        line("");
        line("%-37s %s, %d thread%s", work.title, wire.title, threads, threads == 1 ? "" : "s");
        line("%-37s %9s %9s %9s %9s", "", "wall", "CPU", "bytes", "calls/s");
        for (Contender contender : Contender.values()) {
            Calls row = calls(work, wire, threads, contender);
            callRows.add(row);
            if (contender == Contender.OKHTTP) {
                line(
                        "%-37s %6.0f us %6.0f us %6.1f kB %9.0f",
                        contender.title, row.wallMicros, row.cpuMicros, row.kilobytes, row.callsPerSecond);
            } else {
                line("%-37s %7.2f x %7.2f x %7.2f x %7.2f x", contender.title, row.wall, row.cpu, row.bytes, row.rate);
            }
        }
    }

    private Calls calls(Work work, Wire wire, int threads, Contender contender) {
        return new Calls(
                work,
                wire,
                threads,
                contender,
                all.callRatio(contender, work, wire, threads, WALL),
                all.callRatio(contender, work, wire, threads, CPU),
                all.callRatio(contender, work, wire, threads, BYTES),
                all.callRatio(contender, work, wire, threads, RATE),
                all.call(contender, work, wire, threads, WALL) / 1e3,
                all.call(contender, work, wire, threads, CPU) / 1e3,
                all.call(contender, work, wire, threads, BYTES) / 1e3,
                all.call(contender, work, wire, threads, RATE));
    }

    /** @param ratio of the CPU time to that of the floor */
    private record Codec(String what, String method, double cpuNanos, double bytes, double ratio) {}

    private void codecs() {
        List<Codec> rows = new ArrayList<>();
        for (Work work : Work.values()) {
            List<String> methods = Codecs.methods(work);
            line("");
            line("%-50s %12s %9s %12s", "codec alone: " + work.title, "CPU, ns", "", "bytes");
            for (String method : methods) {
                Codec row = new Codec(
                        work.title,
                        method,
                        all.codec(method, work, Measurements.CodecFigures::cpuNanos),
                        all.codec(method, work, Measurements.CodecFigures::bytes),
                        all.codecRatio(method, methods.get(0), work));
                rows.add(row);
                line("%-50s %12.0f %7.2f x %12.0f", "  " + row.method, row.cpuNanos, row.ratio, row.bytes);
            }
        }
        json.put("codecs", rows);
    }

    private record ColdStart(
            Wire wire,
            Contender contender,
            double wall,
            double cpu,
            double wallMillis,
            double cpuMillis,
            double millisSinceJvm,
            double classes) {}

    private void coldStarts() {
        List<ColdStart> rows = new ArrayList<>();
        for (Wire wire : Benchmarks.COLD_WIRES) {
            line("");
            line("first call, %s, %d JVMs each", wire.title, all.coldStarts());
            line("%-37s %19s %19s %9s", "", "wall, from main", "CPU, from JVM", "classes");
            for (Contender contender : Contender.values()) {
                ColdStart row = new ColdStart(
                        wire,
                        contender,
                        all.coldStartRatio(contender, wire, ColdRun.Figures::nanos),
                        all.coldStartRatio(contender, wire, ColdRun.Figures::cpuNanos),
                        all.coldStart(contender, wire, ColdRun.Figures::nanos) / 1e6,
                        all.coldStart(contender, wire, ColdRun.Figures::cpuNanos) / 1e6,
                        all.coldStart(contender, wire, ColdRun.Figures::millisSinceJvm),
                        all.coldStart(contender, wire, ColdRun.Figures::classes));
                rows.add(row);
                line(
                        "%-37s %6.0f ms %7.2f x %6.0f ms %7.2f x %9.0f",
                        contender.title, row.wallMillis, row.wall, row.cpuMillis, row.cpu, row.classes);
            }
        }
        json.put("coldStarts", rows);
    }

    private record LongList(String list, int size, double cpuNanos, double wallNanos, double bytes) {}

    private void longLists() {
        List<LongList> rows = new ArrayList<>();
        line("");
        line("%-37s %9s %9s %9s", "an item of a long list", "CPU, ns", "wall, ns", "bytes");
        for (String list : ScaleRun.LISTS) {
            for (int size : ScaleRun.SIZES) {
                LongList row = new LongList(
                        list,
                        size,
                        all.longList(list, size, ScaleRun.Figures::cpuNanos),
                        all.longList(list, size, ScaleRun.Figures::wallNanos),
                        all.longList(list, size, ScaleRun.Figures::bytes));
                rows.add(row);
                line(
                        "%-37s %9.0f %9.0f %9.0f",
                        String.format(Locale.ROOT, "%,d %s", size, list), row.cpuNanos, row.wallNanos, row.bytes);
            }
        }
        json.put("longLists", rows);
        json.put("heap", all.heap);
        line("");
        line(
                "heap of a list of 10,000 keys: %,d bytes retained, %,d in its objects,"
                        + " of these %,d in strings that repeat",
                all.heap.retained(), all.heap.objects(), all.heap.repeatedStrings());
    }

    /** @param contender the SDK, or the steps of Seam's guide on Retrofit */
    private record Stay(
            Contender contender,
            double requests,
            long roundTrips,
            double wallMillis,
            double cpuMicros,
            double kilobytes) {}

    private void stays() {
        List<Stay> rows = new ArrayList<>();
        line("");
        line("one stay for a new guest with a key, %d ms latency", Benchmarks.STAY_LATENCY_MILLIS);
        line("%-37s %9s %9s %9s %9s %9s", "", "requests", "trips", "wall", "CPU", "bytes");
        for (Contender contender : List.of(Contender.RETROFIT, Contender.SEAM)) {
            StayRun.Figures figures = all.stay(contender);
            Stay row = new Stay(
                    contender,
                    figures.requests(),
                    figures.roundTrips(Benchmarks.STAY_LATENCY_MILLIS * 1e6),
                    figures.wallNanos() / 1e6,
                    figures.cpuNanos() / 1e3,
                    figures.bytes() / 1e3);
            rows.add(row);
            line(
                    "%-37s %9.1f %9d %6.0f ms %6.0f us %6.1f kB",
                    contender == Contender.SEAM ? contender.title : "Seam's guide on Retrofit",
                    row.requests,
                    row.roundTrips,
                    row.wallMillis,
                    row.cpuMicros,
                    row.kilobytes);
        }
        json.put("stay", rows);
    }

    private double shareOfIdeal(Bulk bulk) {
        return all.bulk(bulk).shareOfIdeal(Bulk.IN_FLIGHT, bulk.roundTrips, bulk.latencyMillis / 1e3);
    }

    /** @param share of the rate of stays that wait for nothing but the latency of the server */
    private record Issued(String guests, int latencyMillis, double perSecond, double share, double cpuMicros) {}

    private void bulks() {
        List<Issued> rows = new ArrayList<>();
        line("");
        line(
                "%-37s %9s %9s %9s %9s",
                "issueAll, " + Bulk.STAYS + " stays, " + Bulk.IN_FLIGHT + " at once",
                "latency",
                "stays/s",
                "of ideal",
                "CPU");
        for (Bulk bulk : Bulk.values()) {
            BulkRun.Figures figures = all.bulk(bulk);
            Issued row = new Issued(
                    bulk.title,
                    bulk.latencyMillis,
                    figures.stays() / figures.seconds(),
                    shareOfIdeal(bulk),
                    figures.cpuNanos() / 1e3 / figures.stays());
            rows.add(row);
            line(
                    "%-37s %6d ms %9.1f %9.2f %6.0f us",
                    row.guests, row.latencyMillis, row.perSecond, row.share, row.cpuMicros);
        }
        json.put("issueAll", rows);
    }

    /** @param ratio of the verification, without reading the event */
    private record Webhook(double verifyNanos, double readNanos, double hmacNanos, double ratio) {}

    private void webhook() {
        Webhook row = new Webhook(
                all.webhook(WebhookRun.Figures::verifyNanos),
                all.webhook(WebhookRun.Figures::readNanos),
                all.webhook(WebhookRun.Figures::hmacNanos),
                all.webhook(WebhookRun.Figures::ratio));
        json.put("webhook", row);
        line("");
        line(
                "webhook of 2 kB: %.2f us of CPU, of these %.2f us to read the event; a bare HMAC takes %.2f us",
                row.verifyNanos / 1e3, row.readNanos / 1e3, row.hmacNanos / 1e3);
    }

    private void notes() {
        long ended = all.endedThreads();
        if (ended > 0) {
            line("%d threads ended while they were measured: their CPU and bytes are missing", ended);
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
