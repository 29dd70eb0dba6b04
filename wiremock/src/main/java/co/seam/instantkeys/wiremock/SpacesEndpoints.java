package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.SpaceResponse;
import co.seam.instantkeys.generated.model.SpacesResponse;
import java.util.List;
import java.util.stream.Collectors;

/** The endpoints below {@code /spaces}. */
final class SpacesEndpoints {
    private final Workspace workspace;

    SpacesEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        String id = input.optional("space_id").uuid();
        String key = input.optional("space_key").nonEmpty();
        input.exactlyOneOf("the space", "space_id", "space_key");
        input.check();
        return SpaceResponse.builder()
                .space(key == null ? workspace.space(id) : workspace.spaceByKey(key))
                .ok(true)
                .build();
    }

    Object list(Input input) {
        String key = input.optional("space_key").nonEmpty();
        SearchFilter search = new SearchFilter(input);
        String connectedAccountId = input.optional("connected_account_id").uuid();
        // the sandbox has no customers and no nested spaces: such filters match nothing
        String customerKey = input.optional("customer_key").nonEmpty();
        String parentSpaceId = input.optional("parent_space_id").uuid();
        String parentSpaceKey = input.optional("parent_space_key").nonEmpty();
        Paging paging = Paging.of(input, 500);
        input.check();

        List<Space> matching = workspace.hotel.spaces.values().stream()
                .filter(space -> customerKey == null && parentSpaceId == null && parentSpaceKey == null)
                .filter(space -> key == null || key.equals(space.getSpaceKey()))
                .filter(space -> search.matches(space.getName(), space.getSpaceKey()))
                .filter(space -> connectedAccountId == null
                        || connectedAccountId.equals(workspace.hotel.connectedAccount.getConnectedAccountId()))
                .collect(Collectors.toList());
        Paging.Page<Space> page = paging.page(matching, space -> workspace.hotel.number(space.getSpaceId()));
        return SpacesResponse.builder()
                .spaces(page.items)
                .pagination(page.pagination)
                .ok(true)
                .build();
    }
}
