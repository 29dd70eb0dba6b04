package co.seam.instantkeys.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.spring.SeamBuilderCustomizer;
import co.seam.instantkeys.spring.test.EnableSeamSandbox;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No change of the public API goes unnoticed: it changes a file in {@code build-tools/reference/api} too. */
class ApiListingTest {
    private static final Path LISTINGS = Path.of("api");

    private static final String REMEDY = "If this is intended, write the file again, commit it, and state the change in"
            + " CHANGELOG.md, a break in its migration table too:\n"
            + "mvn -q -Pfast test -pl build-tools/reference -Dtest=ApiListingTest -Dapi.write=true";

    enum PublishedModule {
        FACADE("seam-instant-keys", Seam.class),
        GENERATED("seam-instant-keys-generated", InstantKey.class),
        SANDBOX("seam-instant-keys-wiremock", SeamSandbox.class),
        STARTER("seam-instant-keys-spring-boot-starter", SeamBuilderCustomizer.class),
        TEST_STARTER("seam-instant-keys-spring-boot-starter-test", EnableSeamSandbox.class);

        final Path listing;
        final Class<?> type;

        PublishedModule(String artifact, Class<?> type) {
            this.listing = LISTINGS.resolve(artifact + ".txt");
            this.type = type;
        }
    }

    @ParameterizedTest
    @EnumSource
    void api_ofModule_isAsListed(PublishedModule module) throws IOException {
        String api = ApiListing.of(module.type);
        if (Boolean.getBoolean("api.write")) {
            Files.writeString(module.listing, api);
        }

        String listed = Files.readString(module.listing);

        if (!api.equals(listed)) {
            fail(
                    "The public API is not as build-tools/reference/%s lists it:%n%s%n%s%n",
                    module.listing, difference(listed, api), REMEDY);
        }
    }

    @Test
    void listing_ofTypes_hasWhatUsersSee() throws IOException {
        assertThat(ApiListing.of(Sample.class).lines())
                .containsSequence(
                        "final class Sample<T extends Comparable<T>> implements Function<T, String>",
                        "    Sample(@Nullable String, int...) throws IOException",
                        "    static final int LIMIT",
                        "    String apply(T)",
                        "    final Set<@Nullable T> inherited(List<? extends T>)",
                        "    @Deprecated <E> @Nullable E old(Set<?>, byte[])");
    }

    /** The lines that only one of the two has, each after the package and the type that it belongs to. */
    private static String difference(String listed, String api) {
        Set<String> before = located(listed);
        Set<String> now = located(api);
        StringBuilder lines = new StringBuilder();
        before.stream().filter(line -> !now.contains(line)).forEach(line -> lines.append("- " + line + "\n"));
        now.stream().filter(line -> !before.contains(line)).forEach(line -> lines.append("+ " + line + "\n"));
        return lines.toString();
    }

    private static Set<String> located(String listing) {
        Set<String> located = new LinkedHashSet<>();
        String inPackage = "";
        String type = "";
        for (String line : listing.lines().collect(Collectors.toList())) {
            if (line.startsWith("package ")) {
                inPackage = line.substring("package ".length());
            } else if (line.startsWith("    ")) {
                located.add(inPackage + "." + type + ": " + line.strip());
            } else if (!line.isBlank()) {
                type = line.replaceFirst("^.*?(?:class|interface|enum|record) ([\\w.]+).*$", "$1");
                located.add(inPackage + ": " + line);
            }
        }
        return located;
    }
}
