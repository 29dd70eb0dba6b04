package co.seam.instantkeys;

import static co.seam.instantkeys.FaultTable.SUCCESS;
import static co.seam.instantkeys.FaultTable.UNKNOWN;
import static co.seam.instantkeys.RawServer.cut;
import static co.seam.instantkeys.RawServer.keyResponse;
import static co.seam.instantkeys.RawServer.respond;
import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.FaultTable.Row;
import co.seam.instantkeys.FaultTable.Setup;
import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.RawServer.CannedResponse;
import co.seam.instantkeys.RawServer.Exchange;
import co.seam.instantkeys.RawServer.WireProtocol;
import co.seam.instantkeys.generated.api.InstantKeysApi;
import co.seam.instantkeys.generated.api.UserIdentitiesApi;
import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/**
 * Asserts each cell of {@link FaultTable}: what the caller sees, and how many requests were on the wire. Writes the
 * table with the times of this run to {@code target/fault-table.md}.
 */
class FaultTableTest {
    private static final int THREADS = 32;

    private static final Map<Cell, Future<Measured>> CELLS = new LinkedHashMap<>();
    private static final List<String> FURTHER_LINES = new CopyOnWriteArrayList<>();

    /** Measures all cells at the same time, because most of them wait. */
    @BeforeAll
    static void measure() throws Exception {
        for (WireProtocol wire :
                WireProtocol.values()) { // loads classes, which takes time that short timeouts do not have
            new Cell(FaultTable.rows().get(0), wire, Operation.CREATE).measure();
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (Row row : FaultTable.rows()) {
            for (WireProtocol wire : row.wires) {
                for (Operation operation : Operation.values()) {
                    Cell cell = new Cell(row, wire, operation);
                    CELLS.put(cell, threads.submit(cell::measure));
                }
            }
        }
        threads.shutdown();
    }

    static Stream<Cell> cells() {
        return CELLS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void fault_callerSees_whatTheTableStates(Cell cell) throws Exception {
        Row row = cell.row;
        boolean create = cell.operation == Operation.CREATE;

        assertThat(CELLS.get(cell)).as("%s", cell).succeedsWithin(Duration.ofMinutes(1));
        Measured measured = CELLS.get(cell).get();

        boolean succeeds = row.succeedsWithOkHttp5 && isOkHttp5();
        String sees = create ? row.createSees : row.readSees;
        int requests = create ? row.createRequests : row.readRequests;
        assertThat(measured.sees).as("%s", cell).isEqualTo(succeeds ? SUCCESS : sees);
        assertThat(measured.requests).as("%s: requests on the wire", cell).isEqualTo(succeeds ? 1 : requests);
        assertThat(measured.message).contains(create ? row.message : "");
        assertThat(measured.afterSees)
                .as("%s: the call after", cell)
                .isEqualTo(create ? row.createAfterSees : row.readAfterSees);
        assertThat(measured.afterRequests)
                .as("%s: requests of the call after", cell)
                .isEqualTo(create ? row.createAfterRequests : row.readAfterRequests);
        if (measured.afterSees.equals(SUCCESS)) {
            assertThat(measured.afterDelays)
                    .as("%s: retries of the call after", cell)
                    .isZero();
        }
        if (measured.sees.matches("Seam(Connection|Timeout|Response)Exception.*outcome unknown")) {
            assertThat(measured.message).contains(create ? "check before you retry" : "you can retry");
        }
        if (measured.sees.endsWith("not processed")) {
            assertThat(measured.message).contains("it was not processed, so you can retry");
        }
        if (row.timeout != null) {
            assertThat(measured.millis).isLessThan(10 * (create ? 1 : 3) * row.timeout.toMillis());
        }
    }

    /** Whether the profile {@code okhttp5} runs this test. The compiler would take over the constant of OkHttp 4. */
    private static boolean isOkHttp5() throws ReflectiveOperationException {
        return ((String) OkHttp.class.getField("VERSION").get(null)).startsWith("5.");
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1, false", "HTTP_1, true", "TLS, false", "TLS, true", "HTTP_2, false"})
    void responseCut_atAnyByte_createIsUnknownAndSentOnce(WireProtocol wire, boolean chunked) throws Exception {
        CuttingServer script =
                new CuttingServer(chunked ? keyResponse("guest").inChunks() : keyResponse("guest"), Integer.MAX_VALUE);
        try (RawServer server = RawServer.start(wire, script)) {
            int length = script.length(server);
            long start = System.nanoTime();

            List<String> seen = atEachOffset(length, server, Operation.CREATE);

            assertThat(seen).hasSize(length).containsOnly(UNKNOWN);
            assertThat(server.requests()).isEqualTo(1 + length);
            FURTHER_LINES.add(line(
                    "response cut at each of its " + length + " bytes" + (chunked ? ", chunked" : ""),
                    wire.toString(),
                    UNKNOWN,
                    "1",
                    "all " + millisSince(start),
                    "",
                    "",
                    ""));
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1, false", "HTTP_1, true", "HTTP_2, false"})
    void responseCut_atAnyByteOnce_readSucceedsAtTheSecondAttempt(WireProtocol wire, boolean chunked) throws Exception {
        CuttingServer script = new CuttingServer(chunked ? keyResponse("guest").inChunks() : keyResponse("guest"), 1);
        try (RawServer server = RawServer.start(wire, script)) {
            int length = script.length(server);

            List<String> seen = atEachOffset(length, server, Operation.READ);

            assertThat(seen).hasSize(length).containsOnly(SUCCESS);
            assertThat(server.requests()).isEqualTo(1 + 2 * length);
        }
    }

    /** Cuts the response at each byte. Each call has a client of its own, and so a connection of its own. */
    private static List<String> atEachOffset(int length, RawServer server, Operation operation) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
        try {
            List<Future<String>> seen = new ArrayList<>();
            for (int offset = 0; offset < length; offset++) {
                String guest = String.valueOf(offset);
                seen.add(threads.submit(() -> {
                    try (Seam seam = client(server)) {
                        return sees(thrown(() -> operation.call(seam, guest)));
                    }
                }));
            }
            List<String> all = new ArrayList<>();
            for (Future<String> one : seen) {
                all.add(one.get());
            }
            return all;
        } finally {
            threads.shutdown();
        }
    }

    private static Seam client(RawServer server) {
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.endpoint())
                .httpClient(RawServer.trusting(new OkHttpClient.Builder()).build())
                .build();
    }

    /** Cuts its response at the byte that is the id of the guest, this many times for each guest. */
    private static final class CuttingServer implements Behavior {
        private static final Pattern GUEST = Pattern.compile("\"user_identity_id\":\"(\\d+)\"");

        private final CannedResponse response;
        private final int times;
        private final Map<Integer, Integer> done = new ConcurrentHashMap<>();
        private volatile int length;

        CuttingServer(CannedResponse response, int times) {
            this.response = response;
            this.times = times;
        }

        @Override
        public void serve(Exchange client) throws IOException, InterruptedException {
            Matcher guest = GUEST.matcher(client.body);
            if (guest.find() && done.merge(Integer.valueOf(guest.group(1)), 1, Integer::sum) <= times) {
                cut(response, Integer.parseInt(guest.group(1))).serve(client);
            } else {
                length = client.bytes(response).length;
                respond(response).serve(client);
            }
        }

        int length(RawServer server) {
            try (Seam seam = client(server)) {
                seam.instantKeys().list("nobody");
            }
            return length;
        }
    }

    /** Fails if the published table is not the one that is asserted here. */
    @Test
    void docs_faults_isThisTable() throws Exception {
        List<String> expected = new ArrayList<>(List.of(
                "# Fault table",
                "",
                "What the caller sees and how many requests the server received, fault by fault. `FaultTableTest`"
                        + " asserts every cell over real sockets, and that this file is its table.",
                "",
                "The call after is the same call again, with the same client. By then, the server and its network are well"
                        + " again, except for connections that swallow everything: they stay dead. Where it succeeds,"
                        + " it does so at the first attempt.",
                "",
                line(
                        "fault",
                        "over",
                        "a create: the caller sees",
                        "requests",
                        "the call after",
                        "a read: the caller sees",
                        "requests",
                        "the call after"),
                "|---|---|---|---|---|---|---|---|"));
        for (Row row : FaultTable.rows()) {
            expected.add(line(
                    row.fault,
                    wires(row),
                    row.createSees,
                    String.valueOf(row.createRequests),
                    row.createAfterSees,
                    row.readSees,
                    String.valueOf(row.readRequests),
                    row.readAfterSees));
        }
        Files.write(Files.createDirectories(Path.of("target")).resolve("faults.md"), expected);

        Path docs = Path.of(System.getProperty("seam.root"), "docs", "faults.md");
        assertThat(Files.readAllLines(docs))
                .as("docs/faults.md; if the change is meant, copy convenience/target/faults.md there")
                .isEqualTo(expected);
    }

    private static String wires(Row row) {
        return row.wires.stream().map(WireProtocol::toString).collect(Collectors.joining(", "));
    }

    @AfterAll
    static void print() throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "# Fault table",
                "",
                "Written by `FaultTableTest`, which asserts every cell. Requests are those whose head the server"
                        + " received; milliseconds are those of the slowest protocol, on the machine of the last run.",
                "",
                line(
                        "fault",
                        "over",
                        "a create: the caller sees",
                        "requests",
                        "ms",
                        "a read: the caller sees",
                        "requests",
                        "ms"),
                "|---|---|---|---|---|---|---|---|"));
        for (Row row : FaultTable.rows()) {
            List<String> line = new ArrayList<>(List.of(row.fault, wires(row)));
            for (Operation operation : Operation.values()) {
                List<Measured> all = new ArrayList<>();
                for (Map.Entry<Cell, Future<Measured>> cell : CELLS.entrySet()) {
                    if (cell.getKey().row.fault.equals(row.fault) && cell.getKey().operation == operation) {
                        all.add(cell.getValue().get());
                    }
                }
                line.add(distinct(all, measured -> measured.sees));
                line.add(distinct(all, measured -> String.valueOf(measured.requests)));
                line.add(String.valueOf(all.stream()
                        .mapToLong(measured -> measured.millis)
                        .max()
                        .orElse(0)));
            }
            lines.add(line(line.toArray(new String[0])));
        }
        lines.addAll(FURTHER_LINES);
        Files.write(Files.createDirectories(Path.of("target")).resolve("fault-table.md"), lines);
    }

    private static String distinct(List<Measured> all, Function<Measured, String> property) {
        return all.stream().map(property).distinct().collect(Collectors.joining(" / "));
    }

    private static String line(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    /* What the caller sees */

    private enum Operation {
        CREATE {
            @Override
            void call(Seam seam, String guest) {
                assertThat(seam.userIdentities().generateInstantKey(guest).getInstantKeyId())
                        .isEqualTo("key-1");
            }

            @Override
            void enqueue(Seam seam, String guest) throws Throwable {
                await(seam.api(UserIdentitiesApi.class)
                        .generateInstantKey(GenerateInstantKeyRequest.builder()
                                .userIdentityId(guest)
                                .build()));
            }
        },
        READ {
            @Override
            void call(Seam seam, String guest) {
                seam.instantKeys().list(guest);
            }

            @Override
            void enqueue(Seam seam, String guest) throws Throwable {
                await(seam.api(InstantKeysApi.class)
                        .list(ListInstantKeysRequest.builder()
                                .userIdentityId(guest)
                                .build()));
            }
        };

        abstract void call(Seam seam, String guest);

        /** Makes the same call by the raw API. */
        abstract void enqueue(Seam seam, String guest) throws Throwable;

        private static <T> void await(Call<T> call) throws Throwable {
            CompletableFuture<Response<T>> result = new CompletableFuture<>();
            call.enqueue(new Callback<>() {
                @Override
                public void onResponse(Call<T> same, Response<T> response) {
                    result.complete(response);
                }

                @Override
                public void onFailure(Call<T> same, Throwable failure) {
                    result.completeExceptionally(failure);
                }
            });
            try {
                assertThat(result.get(60, TimeUnit.SECONDS).code()).isEqualTo(200);
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        }
    }

    private static Throwable thrown(Runnable call) {
        try {
            call.run();
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    private static String sees(Throwable thrown) {
        if (thrown == null) {
            return SUCCESS;
        }
        String sees = thrown.getClass().getSimpleName();
        if (thrown instanceof IOException) { // enqueued
            return sees;
        }
        if (!(thrown instanceof SeamException)) {
            return thrown.toString();
        }
        if (thrown instanceof SeamApiException) {
            sees += " " + ((SeamApiException) thrown).getStatus();
        }
        if (thrown instanceof SeamResponseException) {
            sees += " " + ((SeamResponseException) thrown).getStatus();
        }
        if (((SeamException) thrown).isOutcomeUnknown()) {
            return sees + ", outcome unknown";
        }
        return thrown instanceof SeamConnectionException ? sees + ", not processed" : sees;
    }

    /** @param afterDelays between attempts of the call after */
    private record Measured(
            String sees,
            String message,
            int requests,
            long millis,
            String afterSees,
            int afterRequests,
            int afterDelays) {}

    private record Cell(Row row, WireProtocol wire, Operation operation) {
        Measured measure() throws Exception {
            try (FaultFixture fixture = new FaultFixture(wire, row.timeout)) {
                for (Setup setup : row.setups) {
                    setup.in(fixture);
                }
                Seam seam = fixture.connect();
                long start = System.nanoTime();
                Throwable thrown = thrown(seam);
                long millis = millisSince(start);
                String sees = sees(thrown) + interrupted();
                int requests = fixture.requests();
                fixture.awaitAlongside();

                if (row.recovers) {
                    fixture.recover();
                }
                int delays = fixture.delays();
                String afterSees = sees(thrown(seam)) + interrupted();
                int afterDelays = fixture.delays() - delays;

                fixture.disconnect();
                String message = thrown == null ? "" : String.valueOf(thrown.getMessage());
                int afterRequests = fixture.requests() - requests;
                return new Measured(sees, message, requests, millis, afterSees, afterRequests, afterDelays);
            }
        }

        private Throwable thrown(Seam seam) {
            try {
                if (row.enqueued) {
                    operation.enqueue(seam, "guest");
                } else {
                    operation.call(seam, "guest");
                }
                return null;
            } catch (Throwable e) {
                return e;
            }
        }

        /** Clears the interrupt flag of this thread, as a caller does before the next call. */
        private static String interrupted() {
            return Thread.interrupted() ? ", interrupt flag set" : "";
        }

        @Override
        public String toString() {
            return row.fault + " | " + wire + " | " + operation;
        }
    }
}
