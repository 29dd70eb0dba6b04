package co.seam.instantkeys.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** A listener of a caller's client, which throws or blocks at one event of some calls. */
final class HostileListener extends EventListener {
    enum Habit {
        THROWS,
        THROWS_ERRORS,
        BLOCKS,
        THROWS_WHEN_CANCELED,
        BLOCKS_WHEN_CANCELED
    }

    private static final String[] EVENTS = {
        "callStart",
        "proxySelectStart",
        "dnsStart",
        "dnsEnd",
        "connectStart",
        "secureConnectStart",
        "secureConnectEnd",
        "connectEnd",
        "connectFailed",
        "connectionAcquired",
        "connectionReleased",
        "requestHeadersStart",
        "requestHeadersEnd",
        "requestBodyStart",
        "requestBodyEnd",
        "requestFailed",
        "responseHeadersStart",
        "responseHeadersEnd",
        "responseBodyStart",
        "responseBodyEnd",
        "responseFailed",
        "callEnd",
        "callFailed"
    };

    /** Longer than any call may take, so that a thread which is blocked in place of another is noticed. */
    private static final int LONG_MILLIS = 20_000;

    private final Habit habit;
    private final Dice fate;
    private final String event;
    private final CountDownLatch calm;

    /** @param calm open once the listener has to behave */
    HostileListener(Habit habit, Dice fate, CountDownLatch calm) {
        this.habit = habit;
        this.fate = fate;
        this.calm = calm;
        this.event = habit == Habit.THROWS_WHEN_CANCELED || habit == Habit.BLOCKS_WHEN_CANCELED
                ? "canceled"
                : fate.chance(0.4) ? fate.pick(EVENTS) : "none";
    }

    private void on(String current) {
        if (!current.equals(event) || calm.getCount() == 0) {
            return;
        }
        switch (habit) {
            case THROWS -> throw new IllegalStateException("hostile listener");
            case THROWS_ERRORS, THROWS_WHEN_CANCELED -> throw new AssertionError("hostile listener");
            case BLOCKS -> block(fate.between(1, 150));
            case BLOCKS_WHEN_CANCELED -> block(LONG_MILLIS);
            default -> throw new IllegalStateException();
        }
    }

    private void block(long millis) {
        try {
            boolean ignored = calm.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void canceled(Call call) {
        on("canceled");
    }

    @Override
    public void callStart(Call call) {
        on("callStart");
    }

    @Override
    public void proxySelectStart(Call call, HttpUrl url) {
        on("proxySelectStart");
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        on("dnsStart");
    }

    @Override
    public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
        on("dnsEnd");
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        on("connectStart");
    }

    @Override
    public void secureConnectStart(Call call) {
        on("secureConnectStart");
    }

    @Override
    public void secureConnectEnd(Call call, Handshake handshake) {
        on("secureConnectEnd");
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
        on("connectEnd");
    }

    @Override
    public void connectFailed(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol, IOException e) {
        on("connectFailed");
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        on("connectionAcquired");
    }

    @Override
    public void connectionReleased(Call call, Connection connection) {
        on("connectionReleased");
    }

    @Override
    public void requestHeadersStart(Call call) {
        on("requestHeadersStart");
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        on("requestHeadersEnd");
    }

    @Override
    public void requestBodyStart(Call call) {
        on("requestBodyStart");
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        on("requestBodyEnd");
    }

    @Override
    public void requestFailed(Call call, IOException e) {
        on("requestFailed");
    }

    @Override
    public void responseHeadersStart(Call call) {
        on("responseHeadersStart");
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        on("responseHeadersEnd");
    }

    @Override
    public void responseBodyStart(Call call) {
        on("responseBodyStart");
    }

    @Override
    public void responseBodyEnd(Call call, long byteCount) {
        on("responseBodyEnd");
    }

    @Override
    public void responseFailed(Call call, IOException e) {
        on("responseFailed");
    }

    @Override
    public void callEnd(Call call) {
        on("callEnd");
    }

    @Override
    public void callFailed(Call call, IOException e) {
        on("callFailed");
    }
}
