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

    /** @throws InvalidInputException if the folder can't be created */
    public static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InvalidInputException(
                    folder + " can't be created: " + e.getClass().getSimpleName() + ".");
        }
    }
}
