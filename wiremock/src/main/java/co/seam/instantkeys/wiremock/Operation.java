package co.seam.instantkeys.wiremock;

/** What one endpoint does. Runs under the workspace's lock. */
interface Operation {
    /**
     * @return the answer, a response model of the generated package
     * @throws ApiError if the API would refuse; nothing was changed then
     */
    Object execute(Input input);
}
