// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ServiceRegistry} from "../ServiceRegistry.sol";

/// @title ReentrantOwner
/// @notice Registers services, and calls back into the registry when it receives one.
contract ReentrantOwner is IERC721Receiver {
    /// @notice Responses of `onERC721Received`. `Silent` reverts without error data.
    enum OwnerMode {
        Accepting,
        WrongSelector,
        Reverting,
        Silent
    }

    /// @notice `onERC721Received` was called with these arguments.
    event ServiceReceived(address operator, address from, uint256 agentId, bytes data);

    /// @notice The registry returned these values for the service at that moment. `endpoint` is metadata.
    event ServiceFound(
        uint256 agentCount,
        address owner,
        address wallet,
        uint256 walletUntil,
        string agentURI,
        bytes endpoint
    );

    /// @notice A callback returned or reverted.
    event ServiceCalledBack(bool success, bytes result);

    /// @notice Thrown in `Reverting` mode.
    error ServiceRefused(uint256 agentId);

    OwnerMode private _mode;
    bytes[] private _calls;

    /// @notice Sets the response.
    function setMode(OwnerMode mode) external {
        _mode = mode;
    }

    /// @notice Adds a call. Each service received makes and removes the last call added.
    function aim(bytes calldata payload) external {
        _calls.push(payload);
    }

    /// @notice Calls as this account. Errors are passed on.
    function act(address target, bytes calldata payload) external returns (bytes memory) {
        return Address.functionCall(target, payload);
    }

    /// @inheritdoc IERC721Receiver
    function onERC721Received(
        address operator,
        address from,
        uint256 agentId,
        bytes calldata data
    ) external returns (bytes4) {
        if (_mode == OwnerMode.Reverting) revert ServiceRefused(agentId);
        // solhint-disable-next-line gas-custom-errors, reason-string
        if (_mode == OwnerMode.Silent) revert();
        emit ServiceReceived(operator, from, agentId, data);
        _report(ServiceRegistry(msg.sender), agentId);
        _callBack(msg.sender);
        return _mode == OwnerMode.WrongSelector ? bytes4(0xffffffff) : this.onERC721Received.selector;
    }

    function _report(ServiceRegistry registry, uint256 agentId) private {
        emit ServiceFound(
            registry.agentCount(),
            registry.ownerOf(agentId),
            registry.getAgentWallet(agentId),
            registry.walletUntil(agentId, address(this)),
            registry.tokenURI(agentId),
            registry.getMetadata(agentId, "endpoint")
        );
    }

    function _callBack(address target) private {
        if (_calls.length == 0) return;
        bytes memory payload = _calls[_calls.length - 1];
        _calls.pop();
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory result) = target.call(payload);
        emit ServiceCalledBack(success, result);
    }
}
