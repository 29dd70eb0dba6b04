package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** {@code docs/mutants.md} lists each mutant that no test notices, by its line of code, which outlives its number. */
class MutantsTest {
    private static final Path ROOT = Path.of(System.getProperty("seam.root"));
    private static final Path LIST = ROOT.resolve("docs/mutants.md");
    private static final Path SOURCES = ROOT.resolve("convenience/src/main/java");
    private static final Path REPORTS = ROOT.resolve("convenience/target/pit-reports");
    private static final List<String> NOTICED = List.of("KILLED", "TIMED_OUT");

    /** In the profile {@code pit}, whose reports of this build it reads. */
    @Test
    @EnabledIfSystemProperty(named = "seam.pit", matches = "true")
    void survivors_ofPit_areAllListed() throws Exception {
        List<String> survivors = new ArrayList<>();
        List<Path> reports = reports();
        for (Path report : reports) {
            NodeList mutants = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("mutation");
            for (int i = 0; i < mutants.getLength(); i++) {
                Element mutant = (Element) mutants.item(i);
                if (!NOTICED.contains(mutant.getAttribute("status"))) {
                    survivors.add(row(mutant));
                }
            }
        }

        assertThat(reports).as("reports of PIT").isNotEmpty();
        assertThat(unlisted(survivors))
                .as("mutants that no test notices: kill them, or add them to docs/mutants.md with the reason")
                .isEmpty();
    }

    @Test
    void list_eachLine_isStillInItsClass() throws IOException {
        for (String row : listed()) {
            String type = row.substring(3, row.indexOf('#'));
            String code = unescaped(row.substring(row.lastIndexOf(" | `") + 4, row.length() - 1));

            assertThat(lines(type)).as("lines of %s", type).contains(code);
        }
    }

    /** Each row lists one mutant, so that a second one of the same kind on the same line is found. */
    private static List<String> unlisted(List<String> survivors) throws IOException {
        List<String> rest = new ArrayList<>(survivors);
        listed().forEach(rest::remove);
        return rest;
    }

    /** The rows that begin with a method of a class, without the reason. */
    private static List<String> listed() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(row -> row.startsWith("| `co.seam."))
                .map(row -> row.substring(0, row.lastIndexOf("` | ") + 1))
                .collect(Collectors.toList());
    }

    private static String row(Element mutant) throws IOException {
        String type = text(mutant, "mutatedClass");
        String code = lines(type).get(Integer.parseInt(text(mutant, "lineNumber")) - 1);
        String change = text(mutant, "description").replaceAll("co/seam/\\S*/", "");
        return "| `" + type + "#" + text(mutant, "mutatedMethod") + "` | " + change.replace("|", "\\|") + " | `"
                + code.replace("|", "\\|") + "`";
    }

    private static String unescaped(String cell) {
        return cell.replace("\\|", "|");
    }

    private static String text(Element mutant, String name) {
        return mutant.getElementsByTagName(name).item(0).getTextContent();
    }

    private static List<String> lines(String type) throws IOException {
        String file = type.replaceAll("\\$.*", "").replace('.', '/') + ".java";
        return Files.readAllLines(SOURCES.resolve(file)).stream()
                .map(String::strip)
                .collect(Collectors.toList());
    }

    private static List<Path> reports() throws IOException {
        try (Stream<Path> files = Files.walk(REPORTS)) {
            return files.filter(file -> file.endsWith("mutations.xml")).collect(Collectors.toList());
        }
    }
}
