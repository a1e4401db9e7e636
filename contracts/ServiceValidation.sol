// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IServiceRegistry} from "./interfaces/IServiceRegistry.sol";
import {IServiceValidation} from "./interfaces/IServiceValidation.sol";
import {Pages} from "./libraries/Pages.sol";

/// @title ServiceValidation
/// @notice The validation registry of ERC-8004. See `IServiceValidation`.
contract ServiceValidation is IServiceValidation {
    using Pages for bytes32[];

    struct Validation {
        address validator;
        uint8 response;
        bool answered;
        uint40 lastUpdate;
        uint256 agentId;
        bytes32 responseHash;
        string tag;
    }

    /// @notice Highest response.
    uint8 public constant MAX_RESPONSE = 100;

    IServiceRegistry private immutable _registry;

    mapping(bytes32 requestHash => Validation) private _validations;
    mapping(uint256 agentId => bytes32[]) private _requestsOf;
    mapping(address validator => bytes32[]) private _requestsTo;

    /// @param registry_ ServiceRegistry.
    constructor(IServiceRegistry registry_) {
        _registry = registry_;
    }

    /// @inheritdoc IServiceValidation
    function validationRequest(
        address validatorAddress,
        uint256 agentId,
        string calldata requestURI,
        bytes32 requestHash
    ) external {
        if (!_registry.isAuthorizedOrOwner(msg.sender, agentId)) revert ValidationUnauthorized(agentId, msg.sender);
        if (validatorAddress == address(0)) revert ValidationInvalidValidator(agentId, validatorAddress);
        Validation storage validation = _validations[requestHash];
        if (validation.validator != address(0)) revert ValidationRequestExists(requestHash, validation.agentId);
        validation.validator = validatorAddress;
        validation.lastUpdate = uint40(block.timestamp);
        validation.agentId = agentId;
        _requestsOf[agentId].push(requestHash);
        _requestsTo[validatorAddress].push(requestHash);
        emit ValidationRequest(validatorAddress, agentId, requestURI, requestHash);
    }

    /// @inheritdoc IServiceValidation
    function validationResponse(
        bytes32 requestHash,
        uint8 response,
        string calldata responseURI,
        bytes32 responseHash,
        string calldata tag
    ) external {
        Validation storage validation = _validationOf(requestHash);
        address validator = validation.validator;
        if (msg.sender != validator) revert ValidationNotValidator(requestHash, msg.sender, validator);
        if (response > MAX_RESPONSE) revert ValidationInvalidResponse(requestHash, response);
        validation.response = response;
        validation.answered = true;
        validation.lastUpdate = uint40(block.timestamp);
        validation.responseHash = responseHash;
        validation.tag = tag;
        emit ValidationResponse(validator, validation.agentId, requestHash, response, responseURI, responseHash, tag);
    }

    /// @inheritdoc IServiceValidation
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
        )
    {
        Validation memory found = _validationOf(requestHash);
        return (found.validator, found.agentId, found.response, found.responseHash, found.tag, found.lastUpdate);
    }

    /// @inheritdoc IServiceValidation
    function getSummary(
        uint256 agentId,
        address[] calldata validatorAddresses,
        string calldata tag
    ) external view returns (uint64 count, uint8 avgResponse) {
        bytes32[] storage requests = _requestsOf[agentId];
        uint256 sum;
        for (uint256 i = 0; i < requests.length; ++i) {
            Validation storage validation = _validations[requests[i]];
            if (!_matches(validation, validatorAddresses, tag)) continue;
            sum += validation.response;
            ++count;
        }
        avgResponse = count == 0 ? 0 : uint8(sum / count);
    }

    /// @inheritdoc IServiceValidation
    function getAgentValidations(uint256 agentId) external view returns (bytes32[] memory) {
        return _requestsOf[agentId];
    }

    /// @inheritdoc IServiceValidation
    function getAgentValidationsPage(
        uint256 agentId,
        uint256 offset,
        uint256 limit
    ) external view returns (bytes32[] memory) {
        return _requestsOf[agentId].page(offset, limit);
    }

    /// @inheritdoc IServiceValidation
    function getValidatorRequests(address validatorAddress) external view returns (bytes32[] memory) {
        return _requestsTo[validatorAddress];
    }

    /// @inheritdoc IServiceValidation
    function getValidatorRequestsPage(
        address validatorAddress,
        uint256 offset,
        uint256 limit
    ) external view returns (bytes32[] memory) {
        return _requestsTo[validatorAddress].page(offset, limit);
    }

    /// @inheritdoc IServiceValidation
    function getIdentityRegistry() external view returns (address) {
        return address(_registry);
    }

    /// @inheritdoc IServiceValidation
    function getVersion() external pure returns (string memory) {
        return "2.0.0";
    }

    // Internal

    function _validationOf(bytes32 requestHash) private view returns (Validation storage validation) {
        validation = _validations[requestHash];
        if (validation.validator == address(0)) revert ValidationUnknownRequest(requestHash);
    }

    function _matches(
        Validation storage validation,
        address[] calldata validators,
        string calldata tag
    ) private view returns (bool) {
        if (!validation.answered) return false;
        if (bytes(tag).length != 0 && keccak256(bytes(tag)) != keccak256(bytes(validation.tag))) return false;
        if (validators.length == 0) return true;
        for (uint256 i = 0; i < validators.length; ++i) {
            if (validators[i] == validation.validator) return true;
        }
        return false;
    }
}
