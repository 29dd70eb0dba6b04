package co.seam.instantkeys.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tables of {@code docs/assumptions.md}. */
final class Document {
    private static final Path FILE = Path.of(System.getProperty("seam.root"), "docs", "assumptions.md");

    private Document() {}

    /** Returns the lines of all tables, in their order. */
    static List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        String section = "";
        for (String line : Files.readAllLines(FILE)) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (line.startsWith("| ") && !line.startsWith("| assumption |")) {
                String[] cells = line.substring(2).split(" \\| ", -1);
                lines.add(new Line(section, cells[0], cells[cells.length - 1]));
            }
        }
        return lines;
    }

    record Line(String section, String assumption, String sandbox) {}
}
