package co.seam.instantkeys.examples.hotel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class QrCodeTest {
    private static final String LINK = "https://ik.seam.co/ABC234";
    private static final int SCALE = 4;
    private static final int WHITE = 0xffffff;

    @Test
    void toPng_scanned_isTheLink() throws Exception {
        assertThat(scanPng(QrCode.of(LINK).toPng())).isEqualTo(LINK);
    }

    @Test
    void toSvg_scanned_isTheLink() throws Exception {
        assertThat(scanSvg(QrCode.of(LINK).toSvg())).isEqualTo(LINK);
    }

    static String scanPng(byte[] png) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int size = image.getWidth();
        return scan(size, image.getRGB(0, 0, size, size, null, 0, size));
    }

    /** Draws the rectangles of the path, each {@code M<x> <y>h<width>v1...}, on white. */
    static String scanSvg(String svg) throws Exception {
        MatchResult box = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"")
                .matcher(svg)
                .results()
                .findFirst()
                .orElseThrow();
        int size = Integer.parseInt(box.group(1)) * SCALE;
        int[] pixels = new int[size * size];
        Arrays.fill(pixels, WHITE);
        String dark = svg.substring(svg.lastIndexOf("<path"));
        Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(dark).results().forEach(run -> {
            int x = Integer.parseInt(run.group(1)) * SCALE;
            int y = Integer.parseInt(run.group(2)) * SCALE;
            int width = Integer.parseInt(run.group(3)) * SCALE;
            for (int row = y; row < y + SCALE; row++) {
                Arrays.fill(pixels, row * size + x, row * size + x + width, 0);
            }
        });
        return scan(size, pixels);
    }

    private static String scan(int size, int[] pixels) throws Exception {
        var image = new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(size, size, pixels)));
        return new QRCodeReader().decode(image).getText();
    }
}
