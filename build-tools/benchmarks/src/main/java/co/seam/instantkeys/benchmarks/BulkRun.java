package co.seam.instantkeys.benchmarks;

import co.seam.instantkeys.IssueAllOptions;
import co.seam.instantkeys.Seam;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.StayResult;
import co.seam.instantkeys.StayResults;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.util.List;
import java.util.stream.IntStream;

/** A fresh JVM that issues many stays at once. Prints {@link Figures} as JSON, and exits. */
final class BulkRun {
    private static final int WARM_UP = 200;

    private BulkRun() {}

    record Figures(int stays, double seconds, long cpuNanos, long bytes) {
        /** @param roundTrips that each stay waits for, one after the other */
        double shareOfIdeal(int inFlight, int roundTrips, double latencySeconds) {
            return stays / seconds / (inFlight / (roundTrips * latencySeconds));
        }
    }

    /** @param args endpoint, API key, id of an entrance, how many stays, how many at once, whether guests have keys */
    public static void main(String[] args) {
        int stays = Integer.parseInt(args[3]);
        int inFlight = Integer.parseInt(args[4]);
        boolean keyed = Boolean.parseBoolean(args[5]);
        try (Seam seam = Seam.builder().endpoint(args[0]).apiKey(args[1]).build()) {
            issue(seam, args[2], 0, WARM_UP, inFlight, keyed);
            Meter meter = new Meter();
            long start = System.nanoTime();
            issue(seam, args[2], WARM_UP, stays, inFlight, keyed);
            double seconds = (System.nanoTime() - start) / 1e9;
            Meter.Reading used = meter.read();
            System.out.println("{\"stays\":" + stays + ",\"seconds\":" + seconds + ",\"cpuNanos\":" + used.cpuNanos()
                    + ",\"bytes\":" + used.bytes() + "}");
        }
        System.exit(0);
    }

    private static void issue(Seam seam, String entranceId, int first, int number, int inFlight, boolean keyed) {
        IssueAllOptions options =
                IssueAllOptions.builder().concurrency(inFlight).build();
        try (StayResults results = seam.stays()
                .issueAll(
                        IntStream.range(first, first + number)
                                .mapToObj(booking -> stay(booking, entranceId, keyed))
                                .iterator(),
                        options)) {
            while (results.hasNext()) {
                StayResult result = results.next();
                if (result.getFailure() != null) {
                    throw result.getFailure();
                }
            }
        }
    }

    static StayRequest stay(int booking, String entranceId, boolean keyed) {
        NewUserIdentity.Builder guest =
                NewUserIdentity.builder().fullName("Guest " + booking).emailAddress("guest" + booking + "@example.com");
        if (keyed) {
            guest.userIdentityKey("guest-" + booking);
        }
        return StayRequest.builder()
                .accessGrantKey("booking-" + booking)
                .newUser(guest.build())
                .acsEntranceIds(List.of(entranceId))
                .startsAt(Bodies.ARRIVAL)
                .endsAt(Bodies.DEPARTURE)
                .build();
    }
}
