package co.seam.instantkeys.reference;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Writes the Markdown documents of this repository as HTML, in the same folders, with {@code README.md} as the start
 * page. Links to documents lead to their pages, and links to other files to the repository on the web.
 */
final class Site {
    private static final Pattern DOCUMENT = Pattern.compile("[A-Z]+\\.md|docs/.*\\.md");

    private static final Pattern TARGET = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile(" (?:id|name)=\"([^\"]*)\"");

    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}"
                    + "nav{font-size:.9rem;border-bottom:1px solid #8888;padding-bottom:.5rem}nav a{margin-right:1rem}"
                    + "pre{overflow-x:auto;background:#8881;padding:.7rem}code{font-size:.9em}"
                    + "table{border-collapse:collapse;display:block;overflow-x:auto}"
                    + "td,th{border:1px solid #8886;padding:.2rem .6rem;text-align:left;vertical-align:top}"
                    + "img{max-width:100%}"
                    + "@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8bf}}";

    private final Path root;
    private final Path site;
    private final String repository;

    private final Parser parser =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /** @param repository where the files of the main branch are on the web */
    Site(Path root, Path site, String repository) {
        this.root = root;
        this.site = site;
        this.repository = repository;
    }

    public static void main(String[] args) throws IOException {
        Site site = new Site(Path.of(args[0]), Path.of(args[1]), args[2]);
        int pages = site.write();
        List<String> broken = site.brokenLinks();
        broken.forEach(System.err::println);
        if (!broken.isEmpty()) {
            throw new IllegalStateException(broken.size() + " broken links in " + args[1]);
        }
        System.out.println(pages + " pages, without a broken link: " + args[1] + "/index.html");
    }

    /** Writes all pages, and returns their number. */
    int write() throws IOException {
        Map<String, Node> documents = documents();
        Map<String, String> titles = new TreeMap<>();
        documents.forEach((name, document) -> titles.put(name, title(name, document)));
        for (Map.Entry<String, Node> document : documents.entrySet()) {
            String name = document.getKey();
            document.getValue().accept(new LinkRewriter(name, documents.keySet()));
            Path page = site.resolve(pageOf(name));
            Files.createDirectories(page.getParent());
            Files.writeString(page, html(name, document.getValue(), titles));
        }
        copyImages();
        return documents.size();
    }

    private Map<String, Node> documents() throws IOException {
        Map<String, Node> documents = new TreeMap<>();
        try (Stream<Path> here = Files.list(root);
                Stream<Path> below = Files.walk(root.resolve("docs"))) {
            for (Path file : (Iterable<Path>) Stream.concat(here, below)::iterator) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (DOCUMENT.matcher(name).matches()) {
                    documents.put(name, parser.parse(Files.readString(file)));
                }
            }
        }
        return documents;
    }

    private static String pageOf(String document) {
        return document.equals("README.md") ? "index.html" : document.replaceFirst("\\.md$", ".html");
    }

    private String html(String name, Node document, Map<String, String> titles) {
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .attributeProviderFactory(context -> {
                    Set<String> used = new HashSet<>();
                    return (node, tag, attributes) -> {
                        if (node instanceof Heading) {
                            attributes.put("id", anchor(text(node), used));
                        }
                    };
                })
                .build();
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
                + escaped(titles.getOrDefault(name, name))
                + "</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n" + navigation(name, titles) + "<main>\n"
                + renderer.render(document) + "</main>\n</body>\n</html>\n";
    }

    /** The start page, the guides, and the Javadoc. */
    private static String navigation(String from, Map<String, String> titles) {
        StringBuilder links = new StringBuilder("<nav>\n");
        titles.forEach((name, title) -> {
            if (name.equals("README.md") || name.startsWith("docs/guides/")) {
                links.append(navigationLink(from, pageOf(name), title));
            }
        });
        return links.append(navigationLink(from, "apidocs/index.html", "Javadoc")) + "</nav>\n";
    }

    private static String navigationLink(String from, String page, String title) {
        return "<a href=\"" + relative(from, page) + "\">" + escaped(title) + "</a>\n";
    }

    private static String relative(String from, String to) {
        return "../".repeat((int) from.chars().filter(c -> c == '/').count()) + to;
    }

    private void copyImages() throws IOException {
        Path images = root.resolve("docs/images");
        try (Stream<Path> files = Files.list(images)) {
            for (Path image : (Iterable<Path>) files::iterator) {
                Path copy = site.resolve("docs/images").resolve(image.getFileName());
                Files.createDirectories(copy.getParent());
                Files.copy(image, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Returns links of pages that lead nowhere in the site; those to other sites are not followed. */
    List<String> brokenLinks() throws IOException {
        List<String> broken = new ArrayList<>();
        for (String document : documents().keySet()) {
            Path page = site.resolve(pageOf(document));
            List<String> targets = TARGET.matcher(Files.readString(page))
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !link.matches("\\w+:.*"))
                    .collect(Collectors.toList());
            for (String target : targets) {
                String[] parts = target.split("#", 2);
                Path file = parts[0].isEmpty()
                        ? page
                        : page.resolveSibling(parts[0]).normalize();
                if (!file.startsWith(site) || !Files.isRegularFile(file)) {
                    broken.add(document + ": " + target + ": no such page");
                } else if (parts.length == 2 && !anchors(file).contains(parts[1])) {
                    broken.add(document + ": " + target + ": no such heading");
                }
            }
        }
        return broken;
    }

    private static Set<String> anchors(Path page) throws IOException {
        return ID.matcher(Files.readString(page))
                .results()
                .map((MatchResult id) -> id.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the first heading of a document; its name if it has none. */
    private static String title(String name, Node document) {
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading) {
                return text(node);
            }
        }
        return name;
    }

    /** Returns what GitHub makes of a heading; one that is there already gets a number. */
    private static String anchor(String heading, Set<String> used) {
        String anchor = heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
        String unique = anchor;
        for (int i = 1; !used.add(unique); i++) {
            unique = anchor + "-" + i;
        }
        return unique;
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text each) {
                text.append(each.getLiteral());
            }

            @Override
            public void visit(Code each) {
                text.append(each.getLiteral());
            }
        });
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private final class LinkRewriter extends AbstractVisitor {
        private final String from;
        private final Set<String> documents;

        LinkRewriter(String from, Set<String> documents) {
            this.from = from;
            this.documents = documents;
        }

        @Override
        public void visit(Link link) {
            link.setDestination(rewritten(link.getDestination()));
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            image.setDestination(rewritten(image.getDestination()));
            visitChildren(image);
        }

        private String rewritten(String destination) {
            if (destination.matches("\\w+:.*|#.*")) {
                return destination;
            }
            String[] parts = destination.split("#", 2);
            String path = URI.create("/" + from)
                    .resolve(parts[0])
                    .normalize()
                    .getPath()
                    .substring(1);
            String fragment = parts.length == 2 ? "#" + parts[1] : "";
            if (documents.contains(path)) {
                return relative(from, pageOf(path)) + fragment;
            }
            return path.startsWith("docs/images/") ? destination : repository + path + fragment;
        }
    }
}
