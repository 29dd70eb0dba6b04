package co.seam.instantkeys.benchmarks;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A bar chart of the most important ratios to the floor: shorter is better. */
final class Chart {
    private static final int PANEL_WIDTH = 380;
    private static final int PANEL_HEIGHT = 140;
    private static final int BARS_LEFT = 165;
    private static final int BARS_WIDTH = 150;
    private static final int BAR = 18;

    private final Measurements all;
    private final StringBuilder svg = new StringBuilder();
    private int panels;

    Chart(Measurements all) {
        this.all = all;
    }

    String svg() {
        calls("One generate: thread CPU", Work.GENERATE, CallFigures::cpuNanos);
        calls("One generate: bytes allocated", Work.GENERATE, CallFigures::bytes);
        calls("List of 100 keys: thread CPU", Work.KEYS_100, CallFigures::cpuNanos);
        calls("List of 100 keys: bytes allocated", Work.KEYS_100, CallFigures::bytes);
        calls("100 grants: thread CPU", Work.GRANTS_100, CallFigures::cpuNanos);
        panel(
                "Cold start to the first key",
                contender -> all.coldStartRatio(contender, Wire.PLAIN, ColdRun.Figures::nanos));
        int height = (panels + 1) / 2 * PANEL_HEIGHT;
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                                + " font-family=\"sans-serif\" font-size=\"11\">%n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                        2 * PANEL_WIDTH,
                        height)
                + svg + "</svg>\n";
    }

    private void calls(String title, Work work, ToDoubleFunction<CallFigures> figure) {
        panel(title, contender -> all.callRatio(contender, work, Wire.PLAIN, 1, figure));
    }

    private void panel(String title, ToDoubleFunction<Contender> ratio) {
        int left = panels % 2 * PANEL_WIDTH;
        int top = panels / 2 * PANEL_HEIGHT;
        panels++;
        double longest = 0;
        for (Contender contender : Contender.values()) {
            longest = Math.max(longest, ratio.applyAsDouble(contender));
        }
        text(left + 10, top + 20, "start", "font-weight=\"bold\"", title);
        int y = top + 32;
        for (Contender contender : Contender.values()) {
            double value = ratio.applyAsDouble(contender);
            int width = (int) Math.max(1, value / longest * BARS_WIDTH);
            text(left + BARS_LEFT - 6, y + 13, "end", "", contender.title);
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
                    left + BARS_LEFT,
                    y + 2,
                    width,
                    BAR - 4,
                    contender == Contender.SEAM ? "#1a7f5a" : "#b4bcc6"));
            text(left + BARS_LEFT + width + 5, y + 13, "start", "", String.format(Locale.ROOT, "%.2f", value));
            y += BAR;
        }
    }

    private void text(int x, int y, String anchor, String style, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" %s>%s</text>%n", x, y, anchor, style, text));
    }
}
