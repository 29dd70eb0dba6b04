package co.seam.instantkeys.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.internal.transport.ConnectionGenerations.Generation;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class ConnectionGenerationsTest {
    @Test
    void retire_twoCallsOfOneGeneration_startOneNewGeneration() {
        ConnectionGenerations generations = new ConnectionGenerations(new OkHttpClient(), false);
        Generation first = generations.current();

        generations.retire(first);
        Generation second = generations.current();
        generations.retire(first);

        assertThat(generations.current()).isSameAs(second).isNotSameAs(first);
        assertThat(first.isRetired()).isTrue();
        assertThat(second.isRetired()).isFalse();
    }

    @Test
    void retire_twice_changesNothingOfTheClientButItsDns() throws Exception {
        List<InetAddress> addresses = List.of(InetAddress.getLoopbackAddress());
        Dns callers = host -> addresses;
        ConnectionGenerations generations = new ConnectionGenerations(
                new OkHttpClient.Builder().dns(callers).build(), false);
        Generation first = generations.current();
        generations.retire(first);
        Generation second = generations.current();
        generations.retire(second);
        Generation third = generations.current();

        assertThat(List.of(
                        first.client().dns(),
                        second.client().dns(),
                        third.client().dns()))
                .doesNotHaveDuplicates();
        assertThat(third.client().dns().lookup("host")).isSameAs(addresses);
        assertThat(third.client().connectionPool()).isSameAs(first.client().connectionPool());
        assertThat(third.client().dispatcher()).isSameAs(first.client().dispatcher());
        assertThat(third.client().pingIntervalMillis()).isEqualTo(first.client().pingIntervalMillis());
    }

    @Test
    void pingInterval_callersClientHasNone_is30Seconds() {
        assertThat(pingInterval(new OkHttpClient())).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void pingInterval_callersClientHasOne_isTheirs() {
        Duration interval = Duration.ofMinutes(7);

        assertThat(pingInterval(
                        new OkHttpClient.Builder().pingInterval(interval).build()))
                .isEqualTo(interval);
    }

    /** That of the second generation, which comes from the first. */
    private static Duration pingInterval(OkHttpClient callers) {
        Transport transport = new Transport(
                () -> callers,
                false,
                new CallSettings(
                        () -> HttpUrl.get("http://localhost/"),
                        () -> Headers.of(),
                        Duration.ZERO,
                        Duration.ZERO,
                        0,
                        1,
                        null,
                        null),
                new FakeClock());
        transport.retire(transport.connections().current());
        return Duration.ofMillis(transport.connections().current().client().pingIntervalMillis());
    }
}
