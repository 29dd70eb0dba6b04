package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program prints when it does not start; {@code StandAloneIT} starts it. */
class StandAloneTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_always_listsTheOptions() {
        int status = start("--port", "1", "--help");

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("--port N", "--host H", "--seed N", "8080", "--lan", "--wiremock-admin");
        assertThat(err.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --prot 1          | unknown option --prot
            8080              | unknown option 8080
            --port            | --port needs a value
            --port eighty     | invalid value of --port: eighty
            --port 65536      | port is not within 0 to 65535: 65536
            --port 8589942672 | invalid value of --port: 8589942672
            --seed 0x1        | invalid value of --seed: 0x1
            --seed            | --seed needs a value
            --host            | --host needs a value
            --webhook-url     | --webhook-url needs a value
            --property        | --property needs a value
            --property no.json | cannot read no.json
            """)
    void arguments_invalid_areReportedInOneLineWithStatus2(String arguments, String problem) {
        int status = start(arguments.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(problem + "; --help lists the options" + System.lineSeparator());
        assertThat(out.size()).isZero();
    }

    @Test
    void property_invalid_isReportedInOneLineWithStatus2(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("hotel.json"), """
                {"acs_systems": [{"name": "Locks", "acs_entrances": [{"display_name": 101}]}]}""");

        int status = start("--port", "0", "--property", file.toString());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(file + ": Must be a string, not a number for \"acs_systems.0.acs_entrances.0.display_name\";"
                        + " --help lists the options" + System.lineSeparator());
        assertThat(out.size()).isZero();
    }

    @Test
    void webhookUrl_ofAnotherMachine_isReportedInOneLineWithStatus2() {
        int status = start("--port", "0", "--webhook-url", "http://bookings.example/");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("the webhook URL must start with http or https and be on this machine")
                .hasLineCount(1);
        assertThat(out.size()).isZero();
    }

    @Test
    void port_inUse_isReportedInOneLineWithStatus1() {
        try (SeamSandbox other = SeamSandbox.start()) {
            int port = other.wireMock().port();

            int status = start("--port", String.valueOf(port));

            assertThat(status).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .startsWith("cannot listen on port " + port + " of 127.0.0.1: ")
                    .endsWith("; choose another one with --port or --host" + System.lineSeparator())
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "sandbox.invalid"})
    void host_thatIsNotThisMachine_isReportedInOneLineWithStatus1(String host) {
        int status = start("--port", "0", "--host", host);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("cannot listen on port 0 of " + host + ": ")
                .doesNotContain("null")
                .hasLineCount(1);
    }

    private int start(String... args) {
        return StandAlone.start(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
