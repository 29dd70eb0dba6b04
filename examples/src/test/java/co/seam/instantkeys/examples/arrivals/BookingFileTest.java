package co.seam.instantkeys.examples.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of bookings, good and bad. */
class BookingFileTest {
    private static final String HEADER = "key,guest,email,doors,spaces,from,until";
    private static final String TIMES = "2030-07-13T15:00Z,2030-07-16T11:00Z";
    private static final String GOOD = "b1,Ada,,Room 101,," + TIMES;

    private static SeamSandbox sandbox;
    private static Destinations destinations;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        sandbox = SeamSandbox.start();
        try (Seam seam = Seam.builder()
                .apiKey(sandbox.apiKey())
                .endpoint(sandbox.endpoint())
                .build()) {
            destinations = Destinations.of(seam);
        }
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void read_byteOrderMarkAndAnyLineEnd_readsAll(String lineEnd) throws IOException {
        BookingFile file = read("\uFEFF" + String.join(lineEnd, HEADER, GOOD, "", GOOD.replace("b1", "b2"), ""));

        assertThat(file.faults()).isEmpty();
        assertThat(file.requests()).hasSize(2);
    }

    @Test
    void read_columnsInAnotherOrderAndOthers_readsByName() throws IOException {
        BookingFile file = read("Until, FROM ,doors,note,guest,key\n"
                + "2030-07-16T11:00Z,2030-07-13T15:00Z,Room 101; Main Entrance,\"late, 23:00\",\"Ada\n\"\"L.\"\"\",b1");

        assertThat(file.faults()).isEmpty();
        assertThat(file.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.toString())
                        .contains(
                                "b1",
                                sandbox.acsEntranceId("Room 101"),
                                sandbox.acsEntranceId("Main Entrance"),
                                "2030-07-16T11:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",Ada,,Room 101,,2030-07-13T15:00Z,2030-07-16T11:00Z         | line 3, column key: empty",
                "b1,Ada,,Room 101,,2030-07-13T15:00Z,2030-07-16T11:00Z       | line 3, column key: the same key as in line 2",
                "b2,,,Room 101,,2030-07-13T15:00Z,2030-07-16T11:00Z          | line 3, column guest: empty",
                "b2,Ada,,Room 999,,2030-07-13T15:00Z,2030-07-16T11:00Z       | line 3, column doors: no door is named \"Room 999\"",
                "b2,Ada,,,Floor 9,2030-07-13T15:00Z,2030-07-16T11:00Z        | line 3, column spaces: no space is named \"Floor 9\"",
                "b2,Ada,,;,,2030-07-13T15:00Z,2030-07-16T11:00Z              | line 3, column doors: neither a door nor a space",
                "b2,Ada,,Room 101,,2030-07-13 15:00,2030-07-16T11:00Z        | line 3, column from: not a time with an offset",
                "b2,Ada,,Room 101,,2030-07-13T15:00Z,                        | line 3, column until: empty",
                "b2,Ada,,Room 101,,2030-07-13T15:00Z,2030-07-13T15:00Z       | line 3, column until: not after from",
                "b2,Ada,,Room 101,,2030-07-13T15:00Z                         | line 3: 6 columns instead of 7",
                "b2,\"Ada\"x,,Room 101,,2030-07-13T15:00Z,2030-07-16T11:00Z  | line 3: not CSV: ",
                "b2,\"Ada,,Room 101,,2030-07-13T15:00Z,2030-07-16T11:00Z     | line 3: a quote is not closed",
            })
    void read_faultyLine_namesLineAndColumnAndReadsTheOthers(String line, String fault) throws IOException {
        BookingFile file = read(String.join("\n", HEADER, GOOD, line, GOOD.replace("b1", "b3")));

        assertThat(file.faults()).singleElement().asString().startsWith(fault);
        assertThat(file.requests()).hasSize(2);
    }

    @Test
    void read_twentyFaultyLinesOfTwoThousand_namesEachAndReadsTheOthers() throws IOException {
        String csv = IntStream.rangeClosed(1, 2_000)
                .mapToObj(i -> GOOD.replace("b1", "b" + i)
                        .replace("Ada", i % 100 == 50 ? "Ada \"the first" : i % 100 == 90 ? "\"Jo\"" : "Ada"))
                .collect(Collectors.joining("\r\n", HEADER + "\r\n", "\r\n"));

        BookingFile file = read(csv);

        assertThat(file.requests()).hasSize(1_980);
        assertThat(file.faults())
                .extracting(fault -> fault.split(":")[0])
                .containsExactlyElementsOf(IntStream.range(0, 20)
                        .mapToObj(i -> "line " + (i * 100 + 51))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key,guest,doors,from       | line 1: no column is named until; there are [key, guest, doors, from]",
                "key,guest,from,until       | line 1: no column is named doors or spaces",
                "key;guest;doors;from;until | line 1: no column is named key",
                "key,Key,guest,doors        | line 1: two columns are named key",
                "key,\"guest                | line 1: ",
            })
    void read_wrongHeader_isRejected(String header, String message) {
        assertThatThrownBy(() -> read(header + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void read_emptyFile_isRejected() {
        assertThatThrownBy(() -> read("")).hasMessageStartingWith("line 1: no column is named key");
    }

    @Test
    void read_notUtf8_namesTheLine() {
        byte[] latin1 = (HEADER + "\n" + GOOD.replace("Ada", "Zo\u00eb")).getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(latin1)).hasMessageStartingWith("line 2: not UTF-8");
    }

    @Test
    void faults_ofGuests_holdNoPersonalData() throws IOException {
        BookingFile file = read(HEADER + "\nb1,Jane Doe,jane@example.com,Room 999,," + TIMES);

        assertThat(file.faults()).isEqualTo(List.of("line 2, column doors: no door is named \"Room 999\""));
    }

    private BookingFile read(String csv) throws IOException {
        return read(csv.getBytes(StandardCharsets.UTF_8));
    }

    private BookingFile read(byte[] csv) throws IOException {
        return BookingFile.read(Files.write(folder.resolve("bookings.csv"), csv), destinations);
    }
}
