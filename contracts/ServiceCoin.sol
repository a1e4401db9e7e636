// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC4337Utils} from "@openzeppelin/contracts/account/utils/ERC4337Utils.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC1363} from "@openzeppelin/contracts/token/ERC20/extensions/ERC1363.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {IServiceCoin} from "./interfaces/IServiceCoin.sol";
import {Signature} from "./libraries/Signature.sol";
import {Payout} from "./types/Payout.sol";

/// @title ServiceCoin
/// @notice The payment token. See `IServiceCoin`.
/// @dev The token does not track votes. `ServiceVotes` does, so payments do not bear the cost of voting.
contract ServiceCoin is IServiceCoin, ERC20Capped, ERC20Burnable, ERC20Permit, ERC3009, ERC1363, Ownable {
    /// @dev One bit for each of 256 consecutive nonces. A struct, so that reading and writing it computes its storage
    /// slot only once.
    struct Bucket {
        uint256 used;
    }

    mapping(address authorizer => mapping(uint256 number => Bucket)) private _usedNonces;

    /// @param initialOwner The only minter. The deploy script transfers ownership to the DAO.
    /// @param initialHolder Account that receives the initial supply.
    /// @param initialSupply Initial supply in base units.
    /// @param maxSupply Permanent cap of the supply in base units, at most 2**96 - 1, so that a `Payout` can hold any
    /// amount.
    constructor(
        address initialOwner,
        address initialHolder,
        uint256 initialSupply,
        uint256 maxSupply
    ) ERC20("ServiceCoin", "SCV") ERC20Permit("ServiceCoin") ERC20Capped(maxSupply) Ownable(initialOwner) {
        if (maxSupply > type(uint96).max) revert ERC20InvalidCap(maxSupply);
        _mint(initialHolder, initialSupply);
    }

    // Supply

    /// @inheritdoc IServiceCoin
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    // Transfers

    /// @inheritdoc IServiceCoin
    function transferBatch(Payout[] calldata payouts) external returns (bool) {
        for (uint256 i = 0; i < payouts.length; ++i) {
            _transfer(msg.sender, payouts[i].recipient(), payouts[i].amount());
        }
        return true;
    }

    /// @inheritdoc IServiceCoin
    function transferWithReference(address to, uint256 amount, bytes32 transferReference) external returns (bool) {
        emit TransferReference(transferReference);
        return transfer(to, amount);
    }

    /// @inheritdoc IServiceCoin
    function transferFromWithReference(
        address from,
        address to,
        uint256 amount,
        bytes32 transferReference
    ) external returns (bool) {
        emit TransferReference(transferReference);
        return transferFrom(from, to, amount);
    }

    // Transfers by signature (ERC-3009)

    /// @inheritdoc IServiceCoin
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        bytes32 digest = _termsDigest(TRANSFER_WITH_AUTHORIZATION_TYPEHASH);
        if (!Signature.isValid(from, digest, signature)) revert ERC3009InvalidSignature();
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    /// @inheritdoc ERC3009
    /// @dev Accepts ERC-1271 too, because clients also split the 65-byte signatures of smart wallets into this form.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) public override {
        bytes32 digest = _termsDigest(TRANSFER_WITH_AUTHORIZATION_TYPEHASH);
        if (!Signature.isValid(from, digest, v, r, s)) revert ERC3009InvalidSignature();
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    /// @inheritdoc IServiceCoin
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        if (to != msg.sender) revert ERC20InvalidReceiver(to);
        bytes32 digest = _termsDigest(RECEIVE_WITH_AUTHORIZATION_TYPEHASH);
        if (!Signature.isValid(from, digest, signature)) revert ERC3009InvalidSignature();
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    /// @inheritdoc ERC3009
    /// @dev Accepts ERC-1271 too, like the `v, r, s` form of `transferWithAuthorization`.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) public override {
        if (to != msg.sender) revert ERC20InvalidReceiver(to);
        bytes32 digest = _termsDigest(RECEIVE_WITH_AUTHORIZATION_TYPEHASH);
        if (!Signature.isValid(from, digest, v, r, s)) revert ERC3009InvalidSignature();
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    /// @inheritdoc IServiceCoin
    function cancelAuthorization(address authorizer, bytes32 nonce, bytes calldata signature) external {
        bytes32 digest = _cancelDigest(authorizer, nonce);
        if (!Signature.isValid(authorizer, digest, signature)) revert ERC3009InvalidSignature();
        _cancelAuthorization(authorizer, nonce);
    }

    /// @inheritdoc ERC3009
    /// @dev Accepts ERC-1271 too, like the `v, r, s` form of `transferWithAuthorization`.
    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) public override {
        bytes32 digest = _cancelDigest(authorizer, nonce);
        if (!Signature.isValid(authorizer, digest, v, r, s)) revert ERC3009InvalidSignature();
        _cancelAuthorization(authorizer, nonce);
    }

    /// @notice Returns whether a nonce was used or canceled.
    /// @param authorizer Account that signs.
    /// @param nonce Nonce of the authorization.
    /// @return Whether it can no longer be used.
    function authorizationState(address authorizer, bytes32 nonce) public view override returns (bool) {
        return _usedNonces[authorizer][_bucketNumber(nonce)].used & _bucketBit(nonce) != 0;
    }

    // Metadata

    /// @inheritdoc IServiceCoin
    function version() external view returns (string memory) {
        return _EIP712Version();
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override returns (uint256) {
        return super.nonces(owner);
    }

    // Internal

    /// @dev Returns the digest of the six terms that are the first arguments of every transfer by signature. Solidity
    /// has already validated them, and calldata has them in the order in which they are signed. Copying them at once
    /// saves 115 gas over encoding them one by one. These functions must therefore never be called internally, even
    /// those that the parent declares public.
    function _termsDigest(bytes32 typeHash) private view returns (bytes32) {
        bytes32 structHash;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let message := mload(0x40)
            mstore(message, typeHash)
            calldatacopy(add(message, 0x20), 4, 0xc0)
            structHash := keccak256(message, 0xe0)
        }
        return _hashTypedDataV4(structHash);
    }

    function _cancelDigest(address authorizer, bytes32 nonce) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(CANCEL_AUTHORIZATION_TYPEHASH, authorizer, nonce)));
    }

    /// @dev OpenZeppelin uses one storage word per nonce. A bitmap accepts any nonce too, and lets consecutive nonces
    /// share a word.
    function _consumeNonce(address authorizer, bytes32 nonce) internal override {
        Bucket storage bucket = _usedNonces[authorizer][_bucketNumber(nonce)];
        uint256 bit = _bucketBit(nonce);
        uint256 used = bucket.used;
        if (used & bit != 0) revert ERC3009UsedAuthorization(authorizer, nonce);
        bucket.used = used | bit;
    }

    /// @dev Number of the bucket that holds the nonce.
    function _bucketNumber(bytes32 nonce) private pure returns (uint256) {
        return uint256(nonce) >> 8;
    }

    /// @dev Bit of the nonce within its bucket.
    function _bucketBit(bytes32 nonce) private pure returns (uint256) {
        return 1 << (uint256(nonce) & 0xff);
    }

    /// @dev Fast path for timestamps within the validity window. The parent handles block numbers and reverts.
    function _checkValidity(uint256 validAfter, uint256 validBefore) internal view override {
        bool isSeconds = validBefore < ERC4337Utils.BLOCK_RANGE_FLAG;
        if (isSeconds && validAfter < block.timestamp && block.timestamp < validBefore) return;
        super._checkValidity(validAfter, validBefore);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Capped) {
        super._update(from, to, value);
    }
}
