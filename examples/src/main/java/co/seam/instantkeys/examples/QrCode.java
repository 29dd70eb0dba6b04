package co.seam.instantkeys.examples;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.nio.charset.Charset;
import java.util.Map;

/** A link as a QR code in text form. */
final class QrCode {
    /** Width of the light margin in modules. Scanners need the margin to find the code. */
    private static final int QUIET_ZONE = 4;

    private static final String BLOCKS = "\u2588\u2580\u2584";

    private final BitMatrix modules;

    private QrCode(BitMatrix modules) {
        this.modules = modules;
    }

    static QrCode of(String link) {
        try {
            return new QrCode(new QRCodeWriter()
                    .encode(link, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, QUIET_ZONE)));
        } catch (WriterException e) {
            throw new IllegalArgumentException("the link does not fit into a QR code", e);
        }
    }

    /**
     * Draws light modules and leaves dark ones blank, for the dark background of most terminals.
     *
     * @param terminal what the text will be encoded in: with block characters, which it may lack, the code is smaller
     */
    String toText(Charset terminal) {
        return terminal.canEncode() && terminal.newEncoder().canEncode(BLOCKS) ? blocks() : ascii();
    }

    /** Two characters for each module, because they are half as wide as they are high. */
    private String ascii() {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                text.append(isLight(x, y) ? "##" : "  ");
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    /** Each character shows two modules, one above the other. */
    private String blocks() {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y += 2) {
            for (int x = 0; x < modules.getWidth(); x++) {
                boolean upper = isLight(x, y);
                boolean lower = isLight(x, y + 1);
                text.append(upper ? (lower ? '\u2588' : '\u2580') : (lower ? '\u2584' : ' '));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private boolean isLight(int x, int y) {
        return y < modules.getHeight() && !modules.get(x, y);
    }
}
