package co.seam.instantkeys.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
    @TempDir
    private Path folder;

    private Path site;

    @BeforeEach
    void setUp() throws IOException {
        site = folder.resolve("site");
        Files.createDirectories(site.resolve("apidocs"));
        Files.writeString(site.resolve("apidocs/index.html"), "Javadoc");
        Files.createDirectories(folder.resolve("docs/images"));
        Files.createDirectories(folder.resolve("docs/guides"));
    }

    @Test
    void brokenLinks_ofTheDocumentsOfThisRepository_areNone() throws IOException {
        Site pages = new Site(Path.of(System.getProperty("seam.root")), site, "https://example.com/");

        assertThat(pages.write()).isGreaterThan(20);

        assertThat(pages.brokenLinks()).isEmpty();
    }

    @Test
    void write_linksOfEachKind_leadToPagesAndFiles() throws IOException {
        Files.writeString(
                folder.resolve("README.md"), "# Start\n\n[guide](docs/guides/a.md#two-b) [code](src/A.java)\n");
        Files.writeString(
                folder.resolve("docs/guides/a.md"),
                "# A & `<B>`\n\n## Two: `b`\n\n## Two: `b`\n\n"
                        + "[start](../../README.md) [here](#two-b-1) [web](https://example.org/x)\n"
                        + "![image](../images/i.png)\n\n| a |\n|---|\n| [all](../) |\n");
        Files.writeString(folder.resolve("docs/images/i.png"), "image");
        Site pages = new Site(folder, site, "https://example.com/main/");

        pages.write();

        assertThat(Files.readString(site.resolve("index.html")))
                .contains("href=\"docs/guides/a.html#two-b\"", "href=\"https://example.com/main/src/A.java\"")
                .contains("href=\"apidocs/index.html\"");
        assertThat(Files.readString(site.resolve("docs/guides/a.html")))
                .contains("<title>A &amp; &lt;B></title>", "id=\"two-b-1\"", "href=\"../../apidocs/index.html\"")
                .contains("href=\"../../index.html\"", "href=\"#two-b-1\"", "href=\"https://example.org/x\"")
                .contains("src=\"../images/i.png\"", "href=\"https://example.com/main/docs/\"");
        assertThat(pages.brokenLinks()).isEmpty();
    }

    @Test
    void brokenLinks_missingHeadingPageAndImage_areReported() throws IOException {
        Files.writeString(
                folder.resolve("README.md"), "# Start\n\n[a](#none) [b](docs/images/none.png) [c](docs/b.md#none)\n");
        Files.writeString(folder.resolve("docs/b.md"), "# B\n");
        Site pages = new Site(folder, site, "https://example.com/main/");

        pages.write();

        assertThat(pages.brokenLinks())
                .containsExactly(
                        "README.md: #none: no such heading",
                        "README.md: docs/images/none.png: no such page",
                        "README.md: docs/b.html#none: no such heading");
    }
}
