package co.seam.instantkeys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class QrCodeTest {
    private static final int SCALE = 4;

    @Test
    void toText_scanned_isTheLink() throws Exception {
        String text = QrCode.of("https://ik.seam.co/ABC234").toText();

        assertThat(scan(text)).isEqualTo("https://ik.seam.co/ABC234");
    }

    /** Reads the code as a scanner does on a dark terminal. */
    private static String scan(String text) throws Exception {
        List<String> lines = text.lines().toList();
        int width = lines.get(0).length() * SCALE;
        int height = lines.size() * 2 * SCALE;
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                char c = lines.get(y / SCALE / 2).charAt(x / SCALE);
                boolean light = c == '\u2588' || c == (y / SCALE % 2 == 0 ? '\u2580' : '\u2584');
                pixels[y * width + x] = light ? 0xffffff : 0;
            }
        }
        var image = new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(width, height, pixels)));
        return new QRCodeReader().decode(image).getText();
    }
}
