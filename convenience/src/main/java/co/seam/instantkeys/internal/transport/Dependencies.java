package co.seam.instantkeys.internal.transport;

import java.util.Objects;
import okhttp3.HttpUrl;

/** Checks for libraries that a build may have replaced by something else. */
public final class Dependencies {
    private Dependencies() {}

    /**
     * Checks that OkHttp has classes.
     *
     * @throws IllegalStateException with the remedy, if it has none
     */
    public static void check() {
        try {
            Objects.requireNonNull(HttpUrl.class); // loads it
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "OkHttp has no classes here. From version 5 on, the artifact com.squareup.okhttp3:okhttp is empty"
                            + " where Maven resolves it, and a BOM or another library may have asked for that version."
                            + " Either keep okhttp at 4.12, or depend on com.squareup.okhttp3:okhttp-jvm and exclude okhttp"
                            + " and okio-jvm from seam-instant-keys: see docs/guides/configuration.md#okhttp-5",
                    e);
        }
    }
}
