package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.Pagination;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page that a request asks for. A cursor holds the number of the last item, so that a deletion between two pages
 * skips no item, and a fingerprint of the request, since it is rejected with any other parameters.
 */
final class Paging {
    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,9}):(.*)", Pattern.DOTALL);

    private final int limit;
    private final String url;
    private final String fingerprint;
    private final @Nullable Matcher cursor;

    private Paging(int limit, String url, String fingerprint, @Nullable Matcher cursor) {
        this.limit = limit;
        this.url = url;
        this.fingerprint = fingerprint;
        this.cursor = cursor;
    }

    /** Reads {@code limit} and {@code page_cursor}. */
    static Paging of(Input input, int defaultLimit) {
        Integer limit = input.optional("limit").count();
        Field field = input.optional("page_cursor").nullable();
        String text = field.text();
        Matcher cursor = null;
        if (text != null) {
            cursor = CURSOR.matcher(decoded(text));
            if (!cursor.matches()) {
                field.addProblem("Must be a cursor of an earlier page");
            }
        }
        return new Paging(
                limit == null ? defaultLimit : limit,
                input.url,
                fingerprint(input.path + " " + input.canonicalWithout("page_cursor")),
                cursor);
    }

    /**
     * @param all matching items, in the order of their numbers, which are unique and never reused
     * @throws ApiError if the cursor comes from another request
     */
    <T> Page<T> page(List<T> all, ToIntFunction<T> number) {
        List<T> rest = all;
        if (cursor != null) {
            if (!cursor.group(2).equals(fingerprint)) {
                throw new ApiError(
                        400,
                        "mismatched_page_parameters",
                        "Send a page_cursor with the parameters of the request that it came from.");
            }
            int last = Integer.parseInt(cursor.group(1));
            rest = all.stream().filter(item -> number.applyAsInt(item) > last).collect(Collectors.toList());
        }
        if (rest.size() <= limit) {
            return new Page<>(rest, noNextPage());
        }
        List<T> items = rest.subList(0, limit);
        return new Page<>(items, nextPageAfter(number.applyAsInt(items.get(limit - 1))));
    }

    private Pagination nextPageAfter(int last) {
        String next = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((last + ":" + fingerprint).getBytes(StandardCharsets.UTF_8));
        return Pagination.builder()
                .hasNextPage(true)
                .nextPageCursor(next)
                .nextPageUrl(url + "?next_page_cursor=" + next) // the API's own name, although no endpoint reads it
                .build();
    }

    private static Pagination noNextPage() {
        return Pagination.builder()
                .hasNextPage(false)
                .nextPageCursorNull()
                .nextPageUrlNull()
                .build();
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String fingerprint(String request) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static final class Page<T> {
        final List<T> items;
        final Pagination pagination;

        private Page(List<T> items, Pagination pagination) {
            this.items = items;
            this.pagination = pagination;
        }
    }
}
