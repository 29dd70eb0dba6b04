package co.seam.instantkeys.wiremock;

/** Implementation of one endpoint. Runs under the workspace's lock. */
interface Operation {
    /**
     * @return a response model of the generated package
     * @throws ApiError if the API would reject the request; the workspace is unchanged then
     */
    Object execute(Input input);
}
