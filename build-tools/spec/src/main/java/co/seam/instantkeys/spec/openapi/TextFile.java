package co.seam.instantkeys.spec.openapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes reports. */
public final class TextFile {
    private TextFile() {}

    /** @throws InvalidInputException if the file can't be written */
    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new InvalidInputException(
                    file + " can't be written: " + e.getClass().getSimpleName() + ".");
        }
    }
}
