package co.seam.instantkeys.benchmarks;

import co.seam.instantkeys.Seam;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import retrofit2.Response;

/**
 * A fresh JVM that issues stays one after the other, each for a new guest with a key: with the SDK, or with the steps
 * of Seam's guide on Retrofit, in the order in which they are written. Prints {@link Figures} as JSON, and exits.
 */
final class StayRun {
    private static final int WARM_UP = 60;
    private static final int STAYS = 40;
    private static final String TOKEN = "Bearer ";

    private StayRun() {}

    /**
     * Costs of one stay.
     *
     * @param wallNanos median
     */
    record Figures(double requests, double wallNanos, double cpuNanos, double bytes) {
        long roundTrips(double latencyNanos) {
            return (long) (wallNanos / latencyNanos);
        }
    }

    /** Issues the stay of a booking, and returns the link. */
    private interface Issuer {
        String issue(int booking) throws IOException;
    }

    /** @param args contender, endpoint, API key, id of an entrance */
    public static void main(String[] args) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        OkHttpClient okHttp = Contender.okHttp()
                .newBuilder()
                .addNetworkInterceptor(chain -> {
                    requests.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        Issuer issuer = Contender.valueOf(args[0]) == Contender.SEAM
                ? sdk(okHttp, args[1], args[2], args[3])
                : guide(okHttp, args[1], args[2], args[3]);
        // one thread, since the meter ignores the one that reads it
        ExecutorService worker = Executors.newSingleThreadExecutor();
        worker.submit(() -> issue(issuer, 0, WARM_UP)).get();
        requests.set(0);
        Meter meter = new Meter();
        long[] wall = worker.submit(() -> issue(issuer, WARM_UP, STAYS)).get();
        Meter.Reading used = meter.read();
        Arrays.sort(wall);
        System.out.println("{\"requests\":" + (double) requests.get() / STAYS + ",\"wallNanos\":" + wall[STAYS / 2]
                + ",\"cpuNanos\":" + used.cpuNanos() / STAYS + ",\"bytes\":" + used.bytes() / STAYS + "}");
        System.exit(0);
    }

    private static long[] issue(Issuer issuer, int first, int number) throws IOException {
        long[] wall = new long[number];
        for (int i = 0; i < number; i++) {
            long start = System.nanoTime();
            if (issuer.issue(first + i) == null) {
                throw new IllegalStateException("no link");
            }
            wall[i] = System.nanoTime() - start;
        }
        return wall;
    }

    private static Issuer sdk(OkHttpClient okHttp, String endpoint, String key, String entranceId) {
        Seam seam =
                Seam.builder().endpoint(endpoint).apiKey(key).httpClient(okHttp).build();
        return booking ->
                seam.stays().issue(BulkRun.stay(booking, entranceId, true)).getInstantKeyUrl();
    }

    /** Checks the door, finds the guest or creates one, and creates the grant with the link. */
    private static Issuer guide(OkHttpClient okHttp, String endpoint, String key, String entranceId) {
        RetrofitClient.Api api = RetrofitClient.api(okHttp, endpoint + "/");
        String token = TOKEN + key;
        return booking -> {
            Pojos.EntrancesResponse doors =
                    RetrofitClient.body(api.entrances(token, new Pojos.EntrancesRequest(List.of(entranceId))));
            if (!Boolean.TRUE.equals(doors.acsEntrances.get(0).canUnlockWithMobileKey)) {
                throw new IllegalStateException("no mobile key unlocks " + entranceId);
            }
            Pojos.UserIdentityRequest guest = new Pojos.UserIdentityRequest();
            guest.userIdentityKey = "guest-" + booking;
            Response<Pojos.UserIdentityResponse> found =
                    api.findGuest(token, guest).execute();
            guest.fullName = "Guest " + booking;
            guest.emailAddress = "guest" + booking + "@example.com";
            String guestId = found.isSuccessful()
                    ? found.body().userIdentity.userIdentityId
                    : RetrofitClient.body(api.createGuest(token, guest)).userIdentity.userIdentityId;
            return RetrofitClient.body(api.create(
                            token, Pojos.CreateGrantRequest.mobileKey(guestId, entranceId, "booking-" + booking)))
                    .accessGrant
                    .instantKeyUrl;
        };
    }
}
