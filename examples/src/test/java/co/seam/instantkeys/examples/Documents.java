package co.seam.instantkeys.examples;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The files of this repository that people write. */
final class Documents {
    static final Path ROOT = Path.of(System.getProperty("seam.root"));

    /** Hidden folders hold settings of tools, except {@code .github}, whose forms people read. */
    private static final Pattern SKIPPED_FOLDER = Pattern.compile("target|\\.(?!github$).+");

    private Documents() {}

    /** Lists, in order, the files whose path from the root, with {@code /} between its parts, passes the test. */
    static List<Path> matching(Predicate<String> test) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = !folder.equals(ROOT)
                        && SKIPPED_FOLDER
                                .matcher(folder.getFileName().toString())
                                .matches();
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (test.test(name(file))) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }

    /** Returns the path from the root, with {@code /} between its parts. */
    static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    static int lineAt(String text, int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }
}
