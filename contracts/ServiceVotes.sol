// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {ERC20Wrapper} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Wrapper.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IServiceCoin} from "./interfaces/IServiceCoin.sol";
import {IServiceVotes} from "./interfaces/IServiceVotes.sol";
import {MAX_TALLY_VOTES} from "./types/Tally.sol";

/// @title ServiceVotes
/// @notice Locked SCV as voting power. See `IServiceVotes`.
contract ServiceVotes is IServiceVotes, ERC20Wrapper, ERC20Votes, ERC20Permit {
    /// @param coin ServiceCoin, which is locked here.
    constructor(
        IServiceCoin coin
    ) ERC20("ServiceCoin Votes", "vSCV") ERC20Permit("ServiceCoin Votes") ERC20Wrapper(coin) {}

    // Locking

    /// @inheritdoc IServiceVotes
    function onTransferReceived(
        address operator,
        address from,
        uint256 value,
        bytes calldata data
    ) external returns (bytes4) {
        if (msg.sender != address(underlying())) revert ServiceVotesInvalidToken(msg.sender);
        _mint(from, value);
        if (data.length != 0) {
            if (operator != from) revert ServiceVotesUnauthorizedDelegation(operator, from);
            _delegate(from, _decodeDelegatee(data));
        }
        return this.onTransferReceived.selector;
    }

    /// @inheritdoc IServiceVotes
    function depositWithAuthorization(
        address from,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        IServiceCoin(address(underlying())).receiveWithAuthorization(
            from,
            address(this),
            value,
            validAfter,
            validBefore,
            nonce,
            signature
        );
        _mint(from, value);
    }

    // Delegation

    /// @notice Returns the account that votes with another account's locked coins. Default: the account itself.
    /// @param account Account that locked the coins.
    /// @return Its delegate.
    function delegates(address account) public view override returns (address) {
        address delegatee = super.delegates(account);
        return delegatee == address(0) ? account : delegatee;
    }

    // Clock (ERC-6372)

    /// @notice Returns the time of the block (ERC-6372).
    /// @return Seconds since 1970.
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc Votes
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    // Metadata

    /// @inheritdoc ERC20Wrapper
    function decimals() public view override(ERC20, ERC20Wrapper) returns (uint8) {
        return super.decimals();
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    // Internal

    /// @dev Prevents `delegate(0)` from removing votes that would still count in the quorum.
    function _delegate(address account, address delegatee) internal override {
        super._delegate(account, delegatee == address(0) ? account : delegatee);
    }

    /// @dev Votes held by this contract could never be cast or withdrawn, but would count in every quorum.
    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        if (to == address(this)) revert ERC20InvalidReceiver(to);
        super._update(from, to, value);
    }

    /// @dev Everything locked fits into one lane of a tally, so a vote never fails because of its weight.
    function _maxSupply() internal pure override returns (uint256) {
        return MAX_TALLY_VOTES;
    }

    function _decodeDelegatee(bytes calldata data) private pure returns (address delegatee) {
        if (data.length == 32 && uint256(bytes32(data)) <= type(uint160).max) {
            delegatee = address(uint160(uint256(bytes32(data))));
        }
        if (delegatee == address(0)) revert ServiceVotesInvalidDelegatee(data);
    }
}
