package co.seam.instantkeys.spec.normalize;

import co.seam.instantkeys.spec.openapi.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import javax.lang.model.SourceVersion;

/**
 * The package that classes are generated into: models in {@code model}, interfaces in {@code api}. Outside of the SDK's
 * own one, the operations are in the package itself, and types that the SDK must recognize are imported from it.
 */
record JavaPackage(String name) {
    static final String SDK = "co.seam.instantkeys";

    /** What the SDK's own models and interfaces are generated into. */
    static final JavaPackage OWN = new JavaPackage(SDK + ".generated");

    static JavaPackage of(String name) {
        boolean isSdk = (name + ".").startsWith(SDK + ".");
        boolean hasKeyword = Arrays.stream(name.split("\\.", -1)).anyMatch(part -> !SourceVersion.isName(part));
        if (hasKeyword || isSdk || !name.contains(".") || name.startsWith("java.")) {
            throw new InvalidInputException(
                    "--package needs the name of a package of your own, such as com.example.seam;" + " it is " + name
                            + ".");
        }
        return new JavaPackage(name);
    }

    boolean isOwn() {
        return equals(OWN);
    }

    String folder() {
        return name.replace('.', '/');
    }

    String models() {
        return name + ".model.";
    }

    String interfaces() {
        return name + ".api.";
    }

    /** Returns the imports of shared types, which the SDK's own classes find in their package. */
    List<String> sharedModels(String... types) {
        return isOwn()
                ? List.of()
                : Arrays.stream(types).map(OWN.models()::concat).toList();
    }

    List<String> sharedAnnotations(String... types) {
        return isOwn()
                ? List.of()
                : Arrays.stream(types).map(OWN.interfaces()::concat).toList();
    }

    /** Returns the imports of the facade's own classes, which the SDK's operations find in their package. */
    List<String> facade(String... types) {
        return isOwn()
                ? List.of()
                : Arrays.stream(types).map((SDK + ".")::concat).toList();
    }
}
