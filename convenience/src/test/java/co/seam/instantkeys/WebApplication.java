package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.InstantKeysApi;
import co.seam.instantkeys.generated.model.InstantKeysResponse;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/**
 * Uses the client in each way that starts a thread, in the class loader of a web application. {@link RedeploymentIT}
 * runs it through types of the JDK alone.
 */
public final class WebApplication implements Runnable {
    private final String faultyEndpoint;
    private final String silentEndpoint;
    private final Runnable awaitRequest;

    /**
     * @param faultyEndpoint fails every second request
     * @param silentEndpoint never responds
     * @param awaitRequest waits until the silent server has another request
     */
    public WebApplication(String faultyEndpoint, String silentEndpoint, Runnable awaitRequest) {
        this.faultyEndpoint = faultyEndpoint;
        this.silentEndpoint = silentEndpoint;
        this.awaitRequest = awaitRequest;
    }

    @Override
    public void run() {
        OkHttpClient client =
                new OkHttpClient.Builder().eventListener(new Listener()).build();
        try (Seam own = client(faultyEndpoint).build();
                Seam callers = client(faultyEndpoint).httpClient(client).build();
                Seam silent = client(silentEndpoint).noTimeout().build();
                Seam silentCallers = client(silentEndpoint)
                        .httpClient(client)
                        .timeout(Duration.ofMillis(100))
                        .build()) {
            callers.instantKeys().list("guest");
            enqueue(own);
            interrupt(silent);
            timeOut(silentCallers);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private static Seam.Builder client(String endpoint) {
        return Seam.builder().apiKey("seam_test1_key").endpoint(endpoint).logRequests();
    }

    private static void enqueue(Seam seam) throws Exception {
        CompletableFuture<Integer> keys = new CompletableFuture<>();
        seam.api(InstantKeysApi.class)
                .list(ListInstantKeysRequest.builder().userIdentityId("guest").build())
                .enqueue(new Callback<>() {
                    @Override
                    public void onResponse(Call<InstantKeysResponse> call, Response<InstantKeysResponse> response) {
                        keys.complete(response.body().getInstantKeys().size());
                    }

                    @Override
                    public void onFailure(Call<InstantKeysResponse> call, Throwable failure) {
                        keys.completeExceptionally(failure);
                    }
                });
        keys.get(30, TimeUnit.SECONDS);
    }

    private void interrupt(Seam seam) throws Exception {
        FutureTask<Boolean> isThrown = new FutureTask<>(() -> isThrown(seam));
        Thread caller = new Thread(isThrown);
        caller.start();
        awaitRequest.run();
        caller.interrupt();
        if (!isThrown.get(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not interrupted");
        }
    }

    private static void timeOut(Seam seam) {
        if (!isThrown(seam)) {
            throw new IllegalStateException("no timeout");
        }
    }

    private static boolean isThrown(Seam seam) {
        try {
            seam.userIdentities().generateInstantKey("guest");
            return false;
        } catch (SeamConnectionException e) { // or a SeamTimeoutException
            return true;
        }
    }

    private static final class Listener extends EventListener {
        @Override
        public void callStart(okhttp3.Call call) {
            throw new IllegalStateException("a listener that throws");
        }

        @Override
        public void canceled(okhttp3.Call call) {
            throw new IllegalStateException("a listener that throws");
        }
    }
}
