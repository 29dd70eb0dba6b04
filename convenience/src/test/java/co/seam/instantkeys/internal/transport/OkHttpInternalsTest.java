package co.seam.instantkeys.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Constructor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;

/** Fails if an update of OkHttp renames what {@link OkHttpInternals} knows by name. */
class OkHttpInternalsTest {
    @Test
    void isRefusedStream_okHttpsOwnException_isRecognized() throws Exception {
        Class<?> errorCode = Class.forName("okhttp3.internal.http2.ErrorCode");
        Constructor<?> reset = Class.forName(OkHttpInternals.STREAM_RESET).getConstructor(errorCode);

        for (Object code : errorCode.getEnumConstants()) {
            IOException e = (IOException) reset.newInstance(code);

            assertThat(OkHttpInternals.isRefusedStream(e))
                    .as("%s", code)
                    .isEqualTo(code.toString().equals("REFUSED_STREAM"));
        }
    }

    @Test
    void isConnectionShutdown_okHttpsOwnException_isRecognized() throws Exception {
        IOException e = (IOException) Class.forName(OkHttpInternals.CONNECTION_SHUTDOWN)
                .getConstructor()
                .newInstance();

        assertThat(OkHttpInternals.isConnectionShutdown(e)).isTrue();
        assertThat(OkHttpInternals.isConnectionShutdown(new IOException())).isFalse();
    }

    @Test
    void isRejected_executorWithoutAThread_isRecognized() throws Exception {
        ExecutorService ended = Executors.newSingleThreadExecutor();
        ended.shutdown();
        CompletableFuture<IOException> failure = new CompletableFuture<>();
        new OkHttpClient.Builder()
                .dispatcher(new Dispatcher(ended))
                .build()
                .newCall(new Request.Builder().url("http://localhost/").build())
                .enqueue(new Callback() {
                    @Override
                    public void onFailure(Call call, IOException e) {
                        failure.complete(e);
                    }

                    @Override
                    public void onResponse(Call call, Response response) {
                        response.close();
                    }
                });

        assertThat(OkHttpInternals.isRejected(failure.get(30, TimeUnit.SECONDS)))
                .isTrue();
        assertThat(OkHttpInternals.isRejected(new InterruptedIOException("timeout")))
                .isFalse();
    }

    @Test
    void hasTypeOfHeader_okHttpsOwnBody_isRecognizedByItsClass() throws Exception {
        assertThat(ResponseBody.class).isAssignableFrom(Class.forName(OkHttpInternals.RESPONSE_BODY));
        assertThat(OkHttpInternals.hasTypeOfHeader(ResponseBody.create("", null)))
                .isFalse();
    }
}
