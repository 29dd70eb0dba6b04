package co.seam.instantkeys.spec;

import java.nio.file.Path;

/** A copy of the contract that does not change with it. Its README states when it is renewed. */
public final class FrozenContract {
    private static final Path FOLDER =
            Path.of(System.getProperty("seam.root"), "build-tools/spec/src/test/resources/contract");

    public static final Path SEAM = FOLDER.resolve("seam.yaml");

    public static final Path DEVIATIONS = FOLDER.resolve("deviations.yaml");

    private FrozenContract() {}
}
