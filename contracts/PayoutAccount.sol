// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {ICredit} from "./interfaces/ICredit.sol";
import {IPaymentHub} from "./interfaces/IPaymentHub.sol";
import {IPayoutAccount} from "./interfaces/IPayoutAccount.sol";
import {IServiceCoin} from "./interfaces/IServiceCoin.sol";
import {DealHash} from "./libraries/DealHash.sol";
import {Signature} from "./libraries/Signature.sol";
import {Deal} from "./types/Deal.sol";
import {Charge, Mandate} from "./types/Mandate.sol";

/// @title PayoutAccount
/// @notice A payee that a provider owns and whose income can be pledged. See `IPayoutAccount`.
contract PayoutAccount is IPayoutAccount {
    using Address for address;
    using DealHash for Deal;
    using SafeERC20 for IERC20;

    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    bytes32 private constant VERSION = keccak256("1");

    /// @dev Length of the struct hash in front of the owner's signature.
    uint256 private constant PREFIX = 32;

    /// @dev Answer of ERC-1271 to a signature that is not valid.
    bytes4 private constant INVALID = 0xffffffff;

    /// @notice ServiceCoin.
    IServiceCoin public immutable coin;

    /// @notice Hub at which the account acts for its owner.
    IPaymentHub public immutable hub;

    /// @notice Service registry, for which the account signs.
    address public immutable registry;

    modifier onlyOwner() {
        address owner_ = owner();
        if (msg.sender != owner_) revert PayoutAccountUnauthorized(msg.sender, owner_);
        _;
    }

    /// @param coin_ ServiceCoin.
    /// @param hub_ PaymentHub.
    /// @param registry_ ServiceRegistry.
    constructor(IServiceCoin coin_, IPaymentHub hub_, address registry_) {
        coin = coin_;
        hub = hub_;
        registry = registry_;
    }

    // Money

    /// @inheritdoc IPayoutAccount
    function withdraw(address to, uint256 amount) external returns (uint256) {
        amount = ICredit(credit()).beforeWithdrawal(msg.sender, to, amount);
        coin.transfer(to, amount);
        return amount;
    }

    /// @inheritdoc IPayoutAccount
    function withdrawToken(IERC20 token, address to, uint256 amount) external onlyOwner {
        if (address(token) == address(coin)) revert PayoutAccountForbiddenToken(address(token));
        token.safeTransfer(to, amount);
    }

    /// @inheritdoc IPayoutAccount
    function pay(address to, uint256 amount) external {
        if (msg.sender != credit()) revert PayoutAccountUnauthorized(msg.sender, credit());
        coin.transfer(to, amount);
    }

    // At the hub

    /// @inheritdoc IPayoutAccount
    function deliver(Deal calldata, bytes32) external onlyOwner {
        _forward();
    }

    /// @inheritdoc IPayoutAccount
    function refund(Deal calldata deal, uint256) external onlyOwner {
        _checkFree(deal);
        _forward();
    }

    /// @inheritdoc IPayoutAccount
    function cancel(Deal calldata deal) external onlyOwner {
        _checkFree(deal);
        _forward();
    }

    /// @inheritdoc IPayoutAccount
    function void(Deal calldata) external onlyOwner {
        _forward();
    }

    /// @inheritdoc IPayoutAccount
    function charge(Mandate calldata, uint256, bytes calldata) external onlyOwner {
        _forward();
    }

    /// @inheritdoc IPayoutAccount
    function chargeMany(Charge[] calldata) external onlyOwner {
        _forward();
    }

    /// @inheritdoc IPayoutAccount
    function revoke(Mandate calldata) external onlyOwner {
        _forward();
    }

    // Views

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        if (signature.length < PREFIX) return INVALID;
        bytes32 structHash = bytes32(signature[:PREFIX]);
        bool known =
            digest == _digestOf("PaymentHub", address(hub), structHash) ||
                digest == _digestOf("ERC8004IdentityRegistry", registry, structHash);
        bool valid = known && Signature.isValid(owner(), digest, signature[PREFIX:]);
        return valid ? IERC1271.isValidSignature.selector : INVALID;
    }

    /// @inheritdoc IPayoutAccount
    function credit() public view returns (address) {
        return address(bytes20(Clones.fetchCloneArgs(address(this))));
    }

    /// @inheritdoc IPayoutAccount
    function owner() public view returns (address) {
        return ICredit(credit()).ownerOf(address(this));
    }

    // Internal

    /// @dev The functions above have the selectors and arguments of the hub's.
    function _forward() private {
        address(hub).functionCall(msg.data);
    }

    function _checkFree(Deal calldata deal) private view {
        bytes32 id = deal.hash();
        bytes32 loan = ICredit(credit()).pledgeOf(address(this), id);
        if (loan != 0) revert PayoutAccountPledged(id, loan);
    }

    /// @dev Computed in each call, because the chain id can change with a fork.
    function _digestOf(string memory name, address verifier, bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256(bytes(name)), VERSION, block.chainid, verifier)
        );
        return MessageHashUtils.toTypedDataHash(domain, structHash);
    }
}
