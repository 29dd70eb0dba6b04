package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.SpaceResponse;
import co.seam.instantkeys.generated.model.SpacesResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The endpoints below {@code /spaces}. */
final class Spaces {
    private final Workspace workspace;

    Spaces(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        String id = input.optional("space_id").uuid();
        String key = input.optional("space_key").nonEmpty();
        input.requireOneOf("space_id", "space_key");
        input.check();
        Space space = id != null ? workspace.space(id) : workspace.spaceByKey(key);
        return SpaceResponse.builder().space(space).ok(true).build();
    }

    Object list(Input input) {
        String key = input.optional("space_key").nonEmpty();
        String search = input.optional("search").nonEmpty();
        // none of these is part of the sandbox: they match nothing
        String customerKey = input.optional("customer_key").nonEmpty();
        String connectedAccountId = input.optional("connected_account_id").uuid();
        String parentSpaceId = input.optional("parent_space_id").uuid();
        String parentSpaceKey = input.optional("parent_space_key").nonEmpty();
        Paging paging = Paging.of(input, 500);
        input.check();
        List<Space> matching = workspace.hotel.spaces.values().stream()
                .filter(space -> customerKey == null
                        && connectedAccountId == null
                        && parentSpaceId == null
                        && parentSpaceKey == null)
                .filter(space -> key == null || key.equals(space.getSpaceKey()))
                .filter(space -> search == null
                        || space.getName().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toList());
        Paging.Page<Space> page = paging.cut(matching, workspace.hotel::number);
        return SpacesResponse.builder()
                .spaces(page.items)
                .pagination(page.pagination)
                .ok(true)
                .build();
    }
}
