package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Utf8ReaderTest {
    /** Over several segments of 8 KiB, whose borders fall into characters of two, three and four bytes. */
    private static final int BYTES = 40_000;

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void read_anyTextInAnyPieces_isTheTextAndLeavesTheBuffer(int seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int[] characters = {'a', '"', '\u00e9', '\u20ac', 0x1F511};
        while (text.length() < BYTES / 2) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        Buffer buffer = new Buffer().writeUtf8(text.toString());

        String read = read(buffer, random);

        assertThat(read).isEqualTo(text.toString());
        assertThat(buffer.readUtf8()).isEqualTo(text.toString());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void read_bytesThatAreNoUtf8_areReplacedAsAStringDoes(int seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);

        String read = read(new Buffer().write(bytes), random);

        assertThat(read).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void read_empty_isTheEnd() throws IOException {
        try (Utf8Reader reader = new Utf8Reader(new Buffer())) {
            assertThat(reader.read()).isEqualTo(-1);
            assertThat(reader.read()).isEqualTo(-1);
        }
    }

    private static String read(Buffer buffer, Random random) throws IOException {
        StringBuilder read = new StringBuilder();
        char[] chars = new char[64];
        try (Utf8Reader reader = new Utf8Reader(buffer)) {
            while (true) {
                int length = 1 + random.nextInt(random.nextBoolean() ? 2 : 60);
                int count = reader.read(chars, 2, length);
                if (count == -1) {
                    return read.toString();
                }
                assertThat(count).isBetween(1, length);
                read.append(chars, 2, count);
            }
        }
    }
}
