package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.generated.model.Pagination;
import co.seam.instantkeys.generated.model.SpacesResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PaginatedTest {
    private final List<String> fetched = new ArrayList<>();

    @Test
    void iterate_threePages_hasEveryItemInOrder() {
        assertThat(pages(3)).containsExactly("0a", "0b", "1a", "1b", "2a", "2b");
        assertThat(fetched).containsExactly(null, "1", "2");
    }

    @Test
    void stream_limited_fetchesNoMoreThanItNeeds() {
        assertThat(pages(3).stream().limit(2)).containsExactly("0a", "0b");
        assertThat(fetched).hasSize(1);
    }

    @Test
    void create_notConsumed_fetchesNothing() {
        var list = pages(3);
        list.iterator();
        list.stream();
        list.pages().iterator();

        assertThat(fetched).isEmpty();
    }

    @Test
    void iterate_twice_startsAgain() {
        var list = pages(2);
        Iterator<String> first = list.iterator();
        first.next();

        assertThat(list).hasSize(4);
        assertThat(first.next()).isEqualTo("0b");
    }

    @Test
    void from_cursorOfAPage_hasTheRest() {
        var list = pages(3);
        String cursor = list.firstPage().getNextCursor();

        assertThat(list.from(cursor)).containsExactly("1a", "1b", "2a", "2b");
    }

    @Test
    void pages_last_hasNoCursorAndNoSuccessor() {
        Iterator<Page<String>> pages = pages(1).pages().iterator();

        assertThat(pages.next().getNextCursor()).isNull();
        assertThat(pages.hasNext()).isFalse();
        assertThatThrownBy(pages::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void iterate_emptyPageInBetween_continues() {
        var list = new Paginated<String>(
                null, cursor -> cursor == null ? page(List.of(), true, "x") : page(List.of("a"), false, null));

        assertThat(list).containsExactly("a");
    }

    @Test
    void iterate_noPaginationObject_isTheLastPage() {
        var list = new Paginated<>(
                null,
                cursor -> new Page<>(
                        List.of("a"),
                        SpacesResponse.builder().spaces(List.of()).build().nextPageCursor()));

        assertThat(list).containsExactly("a");
    }

    @Test
    void iterate_hasNextPageWithoutACursor_stops() {
        var list = new Paginated<>(null, cursor -> page(List.of("a"), true, null));

        assertThat(list).containsExactly("a");
    }

    @Test
    void iterate_hasNextPageFalseWithACursor_stops() {
        var list = new Paginated<>(null, cursor -> page(List.of("a"), false, "x"));

        assertThat(list).containsExactly("a");
    }

    @Test
    void pages_oneFails_canBeFetchedAgain() {
        AtomicInteger calls = new AtomicInteger();
        Iterator<Page<String>> pages = new Paginated<>(null, cursor -> {
                    if (calls.incrementAndGet() == 2) {
                        throw new SeamException("down", false, null);
                    }
                    return page(List.of("a"), cursor == null, cursor == null ? "x" : null);
                })
                .pages()
                .iterator();
        pages.next();
        assertThatThrownBy(pages::next).isInstanceOf(SeamException.class).hasMessage("down");

        assertThat(pages.next().getItems()).containsExactly("a");
        assertThat(pages.hasNext()).isFalse();
    }

    @Test
    @Timeout(10)
    void iterate_repeatedCursor_throwsInsteadOfLoopingForEver() {
        var list = new Paginated<>(null, cursor -> page(List.of("a"), true, "same"));

        assertThatThrownBy(() -> list.forEach(item -> {}))
                .isInstanceOf(SeamException.class)
                .hasMessageContaining("same page cursor twice");
    }

    private Paginated<String> pages(int count) {
        return new Paginated<>(null, cursor -> {
            fetched.add(cursor);
            int at = cursor == null ? 0 : Integer.parseInt(cursor);
            boolean more = at + 1 < count;
            return page(Arrays.asList(at + "a", at + "b"), more, more ? String.valueOf(at + 1) : null);
        });
    }

    private static Page<String> page(List<String> items, boolean more, String cursor) {
        var pagination = Pagination.builder().hasNextPage(more);
        SpacesResponse response = SpacesResponse.builder()
                .spaces(List.of())
                .pagination((cursor == null ? pagination : pagination.nextPageCursor(cursor)).build())
                .build();
        return new Page<>(items, response.nextPageCursor());
    }
}
