package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.Lazy;
import java.util.List;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** A token whose kind was checked, with its workspace. */
final class Credentials {
    /** The kinds of Seam's tokens by prefix. A longer prefix comes before a shorter one that it starts with. */
    private static final List<Kind> KINDS = List.of(
            new Kind("seam_cst", "a client session token, which is for browsers"),
            new Kind("seam_pk", "a publishable key, which is for browsers"),
            new Kind("seam_at", "a personal access token: use personalAccessToken(token, workspaceId)"),
            new Kind("ey", "a console session token (JWT), which is for the Seam Console"),
            new Kind("seam_", "an API key: use apiKey(key)"));

    private static final String API_KEY = "seam_";
    private static final String PERSONAL_ACCESS_TOKEN = "seam_at";

    private final String token;
    private final @Nullable String workspaceId;
    /** Created at the first call: OkHttp loads some 50 classes for them, which a program does not need to start. */
    private final Lazy<Headers> headers;

    private Credentials(String token, @Nullable String workspaceId) {
        this.token = token;
        this.workspaceId = workspaceId;
        this.headers = new Lazy<>(() -> headers(token, workspaceId));
    }

    /** @param parameter the caller's name for the key: a method of the builder, or an environment variable */
    static Credentials apiKey(String parameter, String apiKey) {
        return new Credentials(checked(parameter, apiKey, API_KEY, "an API key, which starts with seam_"), null);
    }

    /** @param parameter the caller's name for the token */
    static Credentials personalAccessToken(String parameter, String token, String workspaceId) {
        return new Credentials(
                checked(parameter, token, PERSONAL_ACCESS_TOKEN, "a personal access token, which starts with seam_at"),
                printable(
                        "workspaceId",
                        Checks.notBlank("workspaceId", workspaceId).trim()));
    }

    /** Returns the same token for another workspace. */
    Credentials inWorkspace(String otherWorkspaceId) {
        if (workspaceId == null) {
            throw new IllegalArgumentException(
                    "workspaceId is for personal access tokens: an API key belongs to one workspace");
        }
        return personalAccessToken("personalAccessToken", token, otherWorkspaceId);
    }

    /** Returns the headers of each request, with the credentials and the name of this SDK. */
    Headers headers() {
        return headers.get();
    }

    private static Headers headers(String token, @Nullable String workspaceId) {
        Headers.Builder headers = new Headers.Builder().add("Authorization", "Bearer " + token);
        if (workspaceId != null) {
            headers.add("seam-workspace", workspaceId);
        }
        return headers.add("seam-sdk-name", "seam-instant-keys-java")
                .add("seam-sdk-version", Version.SDK)
                .add("User-Agent", "seam-instant-keys-java/" + Version.SDK)
                .build();
    }

    private static String checked(String parameter, String value, String prefix, String required) {
        String token = printable(parameter, Checks.notBlank(parameter, value).trim());
        for (Kind kind : KINDS) {
            if (token.startsWith(kind.prefix)) {
                if (kind.prefix.equals(prefix) && token.length() > prefix.length()) {
                    return token;
                }
                throw new IllegalArgumentException(
                        kind.prefix.equals(prefix)
                                ? parameter + " is only the prefix \"" + prefix + "\""
                                : parameter + " is " + kind.name + "; expected " + required);
            }
        }
        throw new IllegalArgumentException(parameter + " is not " + required);
    }

    /** Rejects what a header does not allow. OkHttp would do so too, but quote the value in its message. */
    private static String printable(String parameter, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ' || value.charAt(i) >= 127) {
                throw new IllegalArgumentException(parameter + " holds a space, a control or a non-ASCII character");
            }
        }
        return value;
    }

    private static final class Kind {
        final String prefix;
        final String name;

        Kind(String prefix, String name) {
            this.prefix = prefix;
            this.name = name;
        }
    }
}
