package co.seam.instantkeys.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8WriterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "key",
                "Zimmer \u00fcber \u20ac 100",
                "\ud83d\udd11",
                "a\ud83d\udd11\ud83d\udd11b",
                "\u0000\u007f\u0080\u07ff\u0800\uffff"
            })
    void write_text_isTheSameAsTheJdkEncodes(String text) throws IOException {
        Utf8Writer writer = new Utf8Writer(4);

        writer.write(text);

        assertThat(written(writer)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void write_randomTextInPieces_isTheSameAsTheJdkEncodes() throws IOException {
        Random random = new Random(20260713);
        for (int round = 0; round < 2_000; round++) {
            String text = random.ints(random.nextInt(40), 0, Character.MAX_CODE_POINT)
                    .map(character -> random.nextBoolean() ? character % 0x80 : character)
                    .filter(character -> character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            Utf8Writer writer = new Utf8Writer(1);

            int end = 0;
            for (int start = 0; start < text.length(); start = end) {
                end = start + 1 + random.nextInt(text.length() - start);
                switch (random.nextInt(3)) {
                    case 0 -> writer.write(text, start, end - start);
                    case 1 -> writer.write(text.toCharArray(), start, end - start);
                    default -> {
                        end = start + 1;
                        writer.write(text.charAt(start));
                    }
                }
            }

            assertThat(written(writer)).as(text).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\udd11", "a\ud83db", "\ud83d\ud83d\udd11", "\udd11\ud83d", "\ud83d\u00fc"})
    void write_halfOfASurrogatePair_isRejected(String text) {
        Utf8Writer writer = new Utf8Writer(4);

        assertThatThrownBy(() -> {
                    writer.write(text);
                    writer.bytes();
                })
                .isInstanceOf(CharacterCodingException.class);
    }

    private static byte[] written(Utf8Writer writer) throws IOException {
        return Arrays.copyOf(writer.bytes(), writer.length());
    }
}
