// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ServiceValidation
/// @notice Work of services that independent validators checked: the validation registry of ERC-8004.
///
/// A request names one validator, who alone may answer it, with 0 (failed) to 100 (passed), and again when it knows better.
interface IServiceValidation {
    /// @notice A service asks a validator to check its work.
    event ValidationRequest(
        address indexed validatorAddress,
        uint256 indexed agentId,
        string requestURI,
        bytes32 indexed requestHash
    );

    /// @notice The validator answered.
    event ValidationResponse(
        address indexed validatorAddress,
        uint256 indexed agentId,
        bytes32 indexed requestHash,
        uint8 response,
        string responseURI,
        bytes32 responseHash,
        string tag
    );

    /// @notice The caller does not manage the service.
    error ValidationUnauthorized(uint256 agentId, address caller);

    /// @notice The validator is zero.
    error ValidationInvalidValidator(uint256 agentId, address validator);

    /// @notice A request with this hash exists.
    error ValidationRequestExists(bytes32 requestHash, uint256 agentId);

    /// @notice There is no request with this hash.
    error ValidationUnknownRequest(bytes32 requestHash);

    /// @notice The request is to another validator.
    error ValidationNotValidator(bytes32 requestHash, address caller, address validator);

    /// @notice A response above 100.
    error ValidationInvalidResponse(bytes32 requestHash, uint8 response);

    /// @notice Asks a validator. Emits `ValidationRequest`.
    ///
    /// Requirements: the service exists (`ERC721NonexistentToken`) and the caller manages it (`ValidationUnauthorized`); the validator is
    /// not zero (`ValidationInvalidValidator`); the hash is new (`ValidationRequestExists`).
    /// @param requestURI File with all that the validator needs.
    /// @param requestHash keccak256 of the request; it is the request's name, so let it depend on service and chain.
    function validationRequest(
        address validatorAddress,
        uint256 agentId,
        string calldata requestURI,
        bytes32 requestHash
    ) external;

    /// @notice Answers a request, or changes the answer. Emits `ValidationResponse`.
    ///
    /// Requirements: the request exists (`ValidationUnknownRequest`); by its validator (`ValidationNotValidator`).
    /// @param response 0 to 100 (`ValidationInvalidResponse`).
    /// @param responseURI File with evidence; not stored; may be empty.
    /// @param responseHash keccak256 of that file, or zero.
    /// @param tag Kind of answer; may be empty.
    function validationResponse(
        bytes32 requestHash,
        uint8 response,
        string calldata responseURI,
        bytes32 responseHash,
        string calldata tag
    ) external;

    /// @notice A request and its last answer (`ValidationUnknownRequest`). Without an answer `response` is 0 and `tag` empty.
    /// `lastUpdate` is when it was asked or answered last, in seconds since 1970.
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

    /// @notice How many requests of the service were answered, and the average, rounded down.
    /// @param validatorAddresses Only answers of these, or of all when none are named.
    /// @param tag Only answers with this tag, or all when it is empty.
    /// @dev Reads all requests of the service, which only its managers make.
    function getSummary(
        uint256 agentId,
        address[] calldata validatorAddresses,
        string calldata tag
    ) external view returns (uint64 count, uint8 avgResponse);

    /// @notice Requests of a service, in order.
    function getAgentValidations(uint256 agentId) external view returns (bytes32[] memory);

    /// @notice At most `limit` of them from number `offset` on.
    function getAgentValidationsPage(
        uint256 agentId,
        uint256 offset,
        uint256 limit
    ) external view returns (bytes32[] memory);

    /// @notice Requests to a validator, in order.
    /// @dev Everybody can lengthen this list: prefer the page.
    function getValidatorRequests(address validatorAddress) external view returns (bytes32[] memory);

    /// @notice At most `limit` of them from number `offset` on.
    function getValidatorRequestsPage(
        address validatorAddress,
        uint256 offset,
        uint256 limit
    ) external view returns (bytes32[] memory);

    /// @notice The registry whose services are validated.
    function getIdentityRegistry() external view returns (address);

    /// @notice Version of the standard's reference that this answers like.
    function getVersion() external pure returns (string memory);
}
