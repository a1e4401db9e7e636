// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ServiceValidation
/// @notice The validation registry of ERC-8004: independent validators check the work of services.
///
/// A request names one validator, and only that validator can respond to it, with a score from 0 (failed) to 100
/// (passed). The validator can respond again to change the score.
interface IServiceValidation {
    /// @notice A service requested a validation of its work.
    /// @param validatorAddress Validator that may respond.
    /// @param agentId Number of the service.
    /// @param requestURI File with everything the validator needs.
    /// @param requestHash Hash that identifies the request.
    event ValidationRequest(
        address indexed validatorAddress,
        uint256 indexed agentId,
        string requestURI,
        bytes32 indexed requestHash
    );

    /// @notice The validator responded to a request.
    /// @param validatorAddress The validator.
    /// @param agentId Number of the service.
    /// @param requestHash Hash that identifies the request.
    /// @param response Score from 0 to 100.
    /// @param responseURI File with evidence, or empty.
    /// @param responseHash keccak256 of that file, or zero.
    /// @param tag Kind of response, or empty.
    event ValidationResponse(
        address indexed validatorAddress,
        uint256 indexed agentId,
        bytes32 indexed requestHash,
        uint8 response,
        string responseURI,
        bytes32 responseHash,
        string tag
    );

    /// @notice Thrown when the caller does not manage the service.
    /// @param agentId Number of the service.
    /// @param caller The caller.
    error ValidationUnauthorized(uint256 agentId, address caller);

    /// @notice Thrown when the validator is zero.
    /// @param agentId Number of the service.
    /// @param validator The rejected validator.
    error ValidationInvalidValidator(uint256 agentId, address validator);

    /// @notice Thrown when a request with this hash already exists.
    /// @param requestHash Hash of the request.
    /// @param agentId Service of the existing request.
    error ValidationRequestExists(bytes32 requestHash, uint256 agentId);

    /// @notice Thrown when there is no request with this hash.
    /// @param requestHash Hash that was requested.
    error ValidationUnknownRequest(bytes32 requestHash);

    /// @notice Thrown when an account other than the request's validator responds.
    /// @param requestHash Hash of the request.
    /// @param caller The caller.
    /// @param validator Validator of the request.
    error ValidationNotValidator(bytes32 requestHash, address caller, address validator);

    /// @notice Thrown when a response is above 100.
    /// @param requestHash Hash of the request.
    /// @param response The rejected response.
    error ValidationInvalidResponse(bytes32 requestHash, uint8 response);

    /// @notice Requests a validation.
    /// @dev Emits `ValidationRequest`.
    ///
    /// Requirements:
    /// - The service must exist (`ERC721NonexistentToken`), and the caller must manage it (`ValidationUnauthorized`).
    /// - The validator must not be zero (`ValidationInvalidValidator`).
    /// - The hash must be new (`ValidationRequestExists`).
    ///
    /// Warning: hashes are shared by all services. Make the hash depend on the service and the chain.
    /// @param validatorAddress Validator that may respond.
    /// @param agentId Number of the service.
    /// @param requestURI File with everything the validator needs.
    /// @param requestHash keccak256 of the request, which identifies it.
    function validationRequest(
        address validatorAddress,
        uint256 agentId,
        string calldata requestURI,
        bytes32 requestHash
    ) external;

    /// @notice Responds to a request, or changes the response.
    /// @dev Emits `ValidationResponse`.
    ///
    /// Requirements:
    /// - The request must exist (`ValidationUnknownRequest`).
    /// - The caller must be its validator (`ValidationNotValidator`).
    /// - The response must be at most 100 (`ValidationInvalidResponse`).
    /// @param requestHash Hash of the request.
    /// @param response Score from 0 to 100.
    /// @param responseURI File with evidence; not stored; may be empty.
    /// @param responseHash keccak256 of that file, or zero.
    /// @param tag Kind of response; may be empty.
    function validationResponse(
        bytes32 requestHash,
        uint8 response,
        string calldata responseURI,
        bytes32 responseHash,
        string calldata tag
    ) external;

    /// @notice Returns a request and its last response.
    /// @dev Requirements:
    /// - The request must exist (`ValidationUnknownRequest`).
    /// @param requestHash Hash of the request.
    /// @return validatorAddress Validator of the request.
    /// @return agentId Number of the service.
    /// @return response Last response, or 0 if there is none.
    /// @return responseHash keccak256 of the file with evidence, or zero.
    /// @return tag Kind of response, or empty.
    /// @return lastUpdate When the request was made or last responded to, in seconds since 1970.
    function getValidationStatus(
        bytes32 requestHash
    )
        external
        view
        returns (
            address validatorAddress,
            uint256 agentId,
            uint8 response,
            bytes32 responseHash,
            string memory tag,
            uint256 lastUpdate
        );

    /// @notice Returns the number and the average of the responses about a service.
    /// @dev Reads all requests of the service. Only its managers can make requests.
    /// @param agentId Number of the service.
    /// @param validatorAddresses Validators whose responses count; empty for all.
    /// @param tag Only responses with this tag count; empty for all.
    /// @return count Number of requests with a response.
    /// @return avgResponse Average response, rounded down.
    function getSummary(
        uint256 agentId,
        address[] calldata validatorAddresses,
        string calldata tag
    ) external view returns (uint64 count, uint8 avgResponse);

    /// @notice Returns all requests of a service, in the order in which they were made.
    /// @param agentId Number of the service.
    /// @return Hashes of the requests.
    function getAgentValidations(uint256 agentId) external view returns (bytes32[] memory);

    /// @notice Returns a page of the requests of a service.
    /// @param agentId Number of the service.
    /// @param offset Number of requests to skip.
    /// @param limit Maximum number of requests to return.
    /// @return Hashes of the requests.
    function getAgentValidationsPage(
        uint256 agentId,
        uint256 offset,
        uint256 limit
    ) external view returns (bytes32[] memory);

    /// @notice Returns all requests to a validator, in the order in which they were made.
    /// @dev Warning: anyone with a service can lengthen this list. Prefer `getValidatorRequestsPage`.
    /// @param validatorAddress The validator.
    /// @return Hashes of the requests.
    function getValidatorRequests(address validatorAddress) external view returns (bytes32[] memory);

    /// @notice Returns a page of the requests to a validator.
    /// @param validatorAddress The validator.
    /// @param offset Number of requests to skip.
    /// @param limit Maximum number of requests to return.
    /// @return Hashes of the requests.
    function getValidatorRequestsPage(
        address validatorAddress,
        uint256 offset,
        uint256 limit
    ) external view returns (bytes32[] memory);

    /// @notice Returns the registry whose services are validated.
    /// @return Address of ServiceRegistry.
    function getIdentityRegistry() external view returns (address);

    /// @notice Returns the version of the ERC-8004 reference implementation with which this registry is compatible.
    /// @return The version.
    function getVersion() external pure returns (string memory);
}
