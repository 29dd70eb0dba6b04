package co.seam.instantkeys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {
    private static final int SCALE = 4;

    private static final String LINK = "https://ik.seam.co/ABC234";

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "IBM437"})
    void toText_terminalWithBlocks_isTheLink(String terminal) throws Exception {
        Charset charset = Charset.forName(terminal);
        String shown = shown(QrCode.of(LINK).toText(charset), charset);

        assertThat(shown).contains("\u2588").doesNotContain("#");
        assertThat(scan(shown.lines().flatMap(QrCodeTest::upperAndLower).toList()))
                .isEqualTo(LINK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"US-ASCII", "ISO-8859-1", "windows-1252", "x-JISAutoDetect"})
    void toText_terminalWithoutBlocks_isTheLinkInAscii(String terminal) throws Exception {
        String text = QrCode.of(LINK).toText(Charset.forName(terminal));

        List<String> lines = text.lines().toList();
        assertThat(lines).allMatch(line -> line.matches("[# ]{1,80}"));
        assertThat(scan(lines.stream().map(QrCodeTest::oneCharacterEach).toList()))
                .isEqualTo(LINK);
    }

    /** Returns what a terminal shows: question marks for what its charset lacks. */
    private static String shown(String text, Charset terminal) {
        return new String(text.getBytes(terminal), terminal);
    }

    private static Stream<String> upperAndLower(String line) {
        return Stream.of(
                line.replace('\u2588', '#').replace('\u2580', '#').replace('\u2584', ' '),
                line.replace('\u2588', '#').replace('\u2580', ' ').replace('\u2584', '#'));
    }

    private static String oneCharacterEach(String line) {
        return line.replace("##", "#").replace("  ", " ");
    }

    /**
     * Reads the code as a scanner does on a dark terminal.
     *
     * @param rows one character for each module
     */
    private static String scan(List<String> rows) throws Exception {
        int width = rows.get(0).length() * SCALE;
        int height = rows.size() * SCALE;
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = rows.get(y / SCALE).charAt(x / SCALE) == '#' ? 0xffffff : 0;
            }
        }
        var image = new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(width, height, pixels)));
        return new QRCodeReader().decode(image).getText();
    }
}
